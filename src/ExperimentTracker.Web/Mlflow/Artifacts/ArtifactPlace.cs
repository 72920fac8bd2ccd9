using ExperimentTracker.Rules;
using ExperimentTracker.Web.Mlflow.Protocol;
using ExperimentTracker.Web.Mlflow.Tracking;

namespace ExperimentTracker.Web.Mlflow.Artifacts;

/// <summary>
/// Where an artifact of a client is: a run or an experiment, and a path below it. A path of a client is only compared with keys of artifacts, and never one of a file.
/// </summary>
/// <param name="OwnerType">The type of its owner.</param>
/// <param name="OwnerId">The id of its owner.</param>
/// <param name="Root">The path to which those of the client are relative, with <c>/</c> at its end; <c>''</c> for the owner itself.</param>
/// <param name="Path">The path relative to it; <c>''</c> for all.</param>
internal sealed record ArtifactPlace(RecordType OwnerType, string OwnerId, string Root, string Path)
{
    private const string Scheme = "mlflow-artifacts:/";

    /// <summary>The key of an artifact at this place.</summary>
    public string Key => Root + Path;

    /// <summary>Returns the place of a path in a run.</summary>
    /// <exception cref="TrackerException"><c>InvalidArtifactKey</c>.</exception>
    public static ArtifactPlace OfRun(Run run, string path) => new(RecordType.Run, run.Id, "", Checked(path));

    /// <summary>Finds the place of a path of the artifact proxy: <c>experiment/run/artifacts/…</c> or <c>experiment/models/model/artifacts/…</c></summary>
    /// <exception cref="MlflowProblem">It is of neither form, or what it names does not exist.</exception>
    public static ArtifactPlace Find(MlflowCall call, string path)
    {
        string[] parts = path.Trim('/').Split('/');
        if (parts is [_, "models", var modelId, "artifacts", ..])
            return OfModel(LoggedModel.Find(call, modelId), string.Join('/', parts.Skip(4)));
        if (parts is not [_, var runId, "artifacts", ..])
            throw MlflowProblem.Invalid($"Invalid path '{Shown(path)}'. This server has artifacts of runs (experiment/run/artifacts/…) and of logged models (experiment/models/model/artifacts/…).");
        return OfRun(RunWriter.FindLive(call, runId), string.Join('/', parts.Skip(3)));
    }

    /// <summary>Returns the place of a path in a logged model: its files are artifacts of the run that made it.</summary>
    /// <exception cref="TrackerException"><c>InvalidArtifactKey</c>.</exception>
    public static ArtifactPlace OfModel(LoggedModel model, string path) =>
        new(model.RunId is null ? RecordType.Experiment : RecordType.Run, model.RunId ?? model.ExperimentId, $"models/{model.Id}/artifacts/", Checked(path));

    /// <summary>Finds the artifact that a location of a client names; <see langword="null"/> if it names several files, or another place.</summary>
    public static Artifact? FindArtifact(MlflowCall call, string location)
    {
        if (!location.StartsWith(Scheme, StringComparison.Ordinal) && !location.StartsWith("runs:/", StringComparison.Ordinal)) return null;
        string[] parts = location[(location.IndexOf('/', StringComparison.Ordinal) + 1)..].Trim('/').Split('/');
        (string? runId, string path) = location[0] == 'r' ? (parts[0], string.Join('/', parts.Skip(1))) : parts is [_, var id, "artifacts", ..] ? (id, string.Join('/', parts.Skip(3))) : (null, "");
        if (runId is null || path.Length == 0) return null;
        Run? run = call.Store.Runs.Query(new() { Ids = [.. RunIds.Meanings(runId)], Parts = Contracts.Runs.RunParts.None }, call.Cancellation).FirstOrDefault();
        return run is null ? null : call.Store.Artifacts.Query(new() { OwnerType = RecordType.Run, OwnerIds = [run.Id] }, call.Cancellation).FirstOrDefault(a => a.Key == path && a.Step is null);
    }

    /// <summary>Returns the artifacts of the owner that are stored.</summary>
    public IEnumerable<Artifact> Stored(MlflowCall call) =>
        call.Store.Artifacts.Query(new ArtifactQuery { OwnerType = OwnerType, OwnerIds = [OwnerId] }, call.Cancellation).Where(artifact => artifact.IsStored || artifact.Kind == ArtifactKind.Record);

    /// <summary>Returns the ids of the artifacts at this place and below it.</summary>
    public IReadOnlyList<string> Files(MlflowCall call) =>
        [.. Stored(call).Where(a => Path.Length == 0 ? a.Key.StartsWith(Root, StringComparison.Ordinal) : PathOf(a) == Key || a.Key.StartsWith(Key + "/", StringComparison.Ordinal)).Select(a => a.Id)];

    /// <summary>The path of an artifact: its key. Of a series, each step is a file: <c>image@12.png</c>.</summary>
    public static string PathOf(Artifact artifact)
    {
        if (artifact.Step is not { } step) return artifact.Key;
        int name = artifact.Key.LastIndexOf('/') + 1, point = artifact.Key.LastIndexOf('.');
        return point > name ? string.Create(CultureInfo.InvariantCulture, $"{artifact.Key[..point]}@{step}{artifact.Key[point..]}") : string.Create(CultureInfo.InvariantCulture, $"{artifact.Key}@{step}");
    }

    private static string Checked(string path) => path.Trim('/') is { Length: > 0 } inner ? ArtifactRules.CheckKey(inner) : "";

    private static string Shown(string path) => path.Length > 200 ? path[..200] : path;
}
