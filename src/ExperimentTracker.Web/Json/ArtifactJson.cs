using System.Text.Json;
using ExperimentTracker.Reports;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Web.Json;

/// <summary>Writes artifacts without their contents.</summary>
internal static class ArtifactJson
{
    // The page shows the files of a folder as a list.
    private const int MostFiles = 1000;

    /// <summary>Writes an artifact, and the files of a folder.</summary>
    public static void Write(Utf8JsonWriter json, Artifact artifact, IExperimentStore store, CancellationToken cancellation) => json.WriteObject(null, () =>
    {
        json.WriteString("id", artifact.Id);
        json.WriteString("key", artifact.Key);
        json.WriteInteger("step", artifact.Step);
        json.WriteText("type", artifact.Type);
        json.WriteString("kind", ReportFacts.KindOf(artifact));
        json.WriteText("mediaType", artifact.MediaType);
        json.WriteInteger("size", artifact.Size);
        json.WriteText("digest", artifact.Digest);
        json.WriteText("location", artifact.Location);
        json.WriteBoolean("stored", artifact.IsStored);
        json.WriteTime("created", artifact.CreatedAtUtc);
        json.WriteText("epoch", artifact.EpochId);
        json.WriteText("result", artifact.ResultId);
        if (artifact.Kind != ArtifactKind.Folder) return;
        json.WriteInteger("fileCount", artifact.FileCount);
        json.WriteList("files", store.Artifacts.Files(artifact.Id, cancellation).Take(MostFiles), file => json.WriteObject(null, () =>
        {
            json.WriteString("path", file.Path);
            json.WriteInteger("size", file.Size);
            json.WriteString("mediaType", MediaTypes.Of(file.Path));
        }));
    });
}
