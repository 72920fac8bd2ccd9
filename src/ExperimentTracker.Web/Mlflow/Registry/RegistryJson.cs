using System.Text.Json;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Protocol;
using ExperimentTracker.Web.Mlflow.Tracking;

namespace ExperimentTracker.Web.Mlflow.Registry;

/// <summary>Writes models and versions as messages of MLflow.</summary>
internal static class RegistryJson
{
    /// <summary>The tag with the location of a version's files.</summary>
    public const string SourceTag = "mlflow.source";

    /// <summary>The tag with the link to a run on another server.</summary>
    public const string LinkTag = "mlflow.runLink";

    /// <summary>The tag with the logged model that a version was made of.</summary>
    public const string ModelTag = "mlflow.modelId";

    private static readonly string[] Hidden = [SourceTag, LinkTag, ModelTag];

    /// <summary>Writes a model.</summary>
    public static void WriteModel(this Utf8JsonWriter json, string? member, MlflowCall call, Model model, IReadOnlyList<ModelVersion> versions) => json.WriteObject(member, () =>
    {
        json.WriteString("name", call.Services.Name(model.Project, model.Name));
        json.WriteTime("creation_timestamp", model.CreatedAt);
        json.WriteTime("last_updated_timestamp", model.UpdatedAt);
        json.WriteText("description", model.Description);
        json.WriteItems("latest_versions", Latest(versions, null), version => json.WriteVersion(null, call, version));
        json.WritePairs("tags", [.. RunTags.Stored(model.Tags)]);
        json.WriteItems("aliases", [.. model.Aliases.Pairs], alias => json.WriteObject(null, () =>
        {
            json.WriteString("alias", alias.Key);
            json.WriteString("version", ValueText.Format(alias.Value));
        }));
    });

    /// <summary>Writes a version.</summary>
    public static void WriteVersion(this Utf8JsonWriter json, string? member, MlflowCall call, ModelVersion version) => json.WriteObject(member, () =>
    {
        json.WriteString("name", call.Services.Name(version.Project, version.Model));
        json.WriteString("version", version.Version.ToString(CultureInfo.InvariantCulture));
        json.WriteTime("creation_timestamp", version.CreatedAt);
        json.WriteTime("last_updated_timestamp", version.UpdatedAt);
        json.WriteString("current_stage", version.Stage.ToString());
        json.WriteText("description", version.Description);
        json.WriteText("source", SourceOf(call, version));
        json.WriteText("run_id", version.RunId is { } run ? RunIds.ToClient(run) : null);
        json.WriteText("run_link", Tag(version, LinkTag));
        json.WriteText("model_id", Tag(version, ModelTag));
        json.WriteString("status", "READY");
        json.WritePairs("tags", [.. RunTags.Stored(version.Tags).Where(tag => !Hidden.Contains(tag.Key))]);
        json.WriteItems("aliases", version.Aliases, json.WriteStringValue);
    });

    /// <summary>The location of a version's files: what the client said, or that of its artifact.</summary>
    public static string? SourceOf(MlflowCall call, ModelVersion version)
    {
        if (Tag(version, SourceTag) is { } source) return source;
        if (version.Artifact is not { } key || version.RunId is not { } id) return null;
        return call.Store.Runs.Query(new() { Ids = [id], Removed = RemovedFilter.All, Parts = RunParts.None }, call.Cancellation).FirstOrDefault() is { } run ? $"{RunMessages.ArtifactUri(run)}/{key}" : null;
    }

    /// <summary>Returns the newest version of each stage.</summary>
    /// <param name="versions">The versions, the newest first.</param>
    /// <param name="stages">The stages; <see langword="null"/> for all.</param>
    public static IReadOnlyList<ModelVersion> Latest(IReadOnlyList<ModelVersion> versions, IReadOnlyCollection<ModelStage>? stages) =>
        [.. versions.Where(version => stages is null || stages.Contains(version.Stage)).GroupBy(version => version.Stage).OrderBy(group => group.Key).Select(group => group.MaxBy(version => version.Version)!)];

    private static string? Tag(ModelVersion version, string key) => version.Tags.TryGetValue(key, out object? value) ? value as string : null;
}
