using System.Text.Json;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Reading;

/// <summary>What a run was made from, what was made from it, and the runs above it.</summary>
internal sealed class Lineage
{
    private const int MostAncestors = 32;

    private readonly List<Input> inputs = [];
    private readonly List<(Run Run, string What)> users = [];
    private readonly List<Run> ancestors = [];

    private Lineage()
    {
    }

    /// <summary>Reads the lineage of a run.</summary>
    public static Lineage Of(IExperimentStore store, Run run, CancellationToken cancellation)
    {
        var lineage = new Lineage();
        IReadOnlyList<RunInput> read = store.Inputs.List([run.Id], cancellation);
        string[] artifacts = Targets(read, RunInputKind.Artifact), versions = Targets(read, RunInputKind.ModelVersion);
        var artifactById = (artifacts.Length == 0 ? [] : store.Artifacts.Query(new() { Ids = artifacts }, cancellation)).ToDictionary(a => a.Id);
        var versionById = (versions.Length == 0 ? [] : store.Models.Versions(new() { Ids = versions, Removed = RemovedFilter.All }, cancellation)).ToDictionary(v => v.Id);
        foreach (RunInput input in read) lineage.inputs.Add(new(input, artifactById.GetValueOrDefault(input.TargetId), versionById.GetValueOrDefault(input.TargetId)));
        IReadOnlyList<RunInput> uses = store.Inputs.UsesOf(run.Id, cancellation);
        var runById = RunListRequest.Read(store, [.. uses.Select(u => u.RunId).Distinct()], RunParts.None, cancellation).ToDictionary(r => r.Id);
        foreach (RunInput use in uses) if (runById.TryGetValue(use.RunId, out Run? user)) lineage.users.Add((user, use.Name));
        for (string? above = run.ParentRunId; above is not null && lineage.ancestors.Count < MostAncestors; above = lineage.ancestors[^1].ParentRunId)
        {
            if (RunListRequest.Read(store, [above], RunParts.None, cancellation) is not [var ancestor]) break;
            lineage.ancestors.Add(ancestor);
        }

        return lineage;
    }

    /// <summary>Writes the members <c>inputs</c>, <c>usedBy</c> and <c>ancestors</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteList("inputs", inputs, input => json.WriteObject(null, () =>
        {
            json.WriteText("role", input.Record.Role);
            json.WriteString("kind", input.Record.Kind.ToString());
            json.WriteString("name", input.Record.Name);
            json.WriteString("id", input.Record.TargetId);
            if (input.Artifact is { OwnerType: RecordType.Run } artifact)
            {
                json.WriteString("run", artifact.OwnerId);
                json.WriteString("artifact", artifact.Key);
            }

            if (input.Version is not { } version) return;
            json.WriteText("run", version.RunId);
            json.WriteString("model", version.ModelId);
            json.WriteNumber("version", version.Version);
        }));
        json.WriteList("usedBy", users, user => json.WriteObject(null, () =>
        {
            json.WriteObject("run", () => WriteReference(json, user.Run));
            json.WriteString("what", user.What);
        }));
        json.WriteList("ancestors", Enumerable.Reverse(ancestors), run => json.WriteObject(null, () => WriteReference(json, run)));
    }

    private static void WriteReference(Utf8JsonWriter json, Run run)
    {
        json.WriteString("id", run.Id);
        json.WriteString("path", run.Path);
        json.WriteString("name", run.Name);
    }

    private static string[] Targets(IReadOnlyList<RunInput> inputs, RunInputKind kind) => [.. inputs.Where(i => i.Kind == kind).Select(i => i.TargetId).Distinct()];

    private sealed record Input(RunInput Record, Artifact? Artifact, ModelVersion? Version);
}
