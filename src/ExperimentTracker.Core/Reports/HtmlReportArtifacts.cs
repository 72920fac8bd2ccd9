using System.Text.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>Writes artifacts to the JSON of a report, with those of their contents that are in it.</summary>
internal static class HtmlReportArtifacts
{
    // A list of more is not read by anyone, and a report of many runs has it for each.
    private const int MostFiles = 200;

    /// <summary>Writes the member <c>artifacts</c>.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ReportArtifact> artifacts) => json.WriteList("artifacts", artifacts, entry =>
    {
        Artifact artifact = entry.Artifact;
        json.WriteStartObject();
        json.WriteString("id", artifact.Id);
        json.WriteString("key", artifact.Key);
        if (artifact.Step is { } step) json.WriteNumber("step", step);
        json.WriteText("type", artifact.Type);
        json.WriteString("kind", ReportFacts.KindOf(artifact));
        json.WriteText("mediaType", artifact.MediaType);
        if (artifact.Size is { } size) json.WriteNumber("size", size);
        json.WriteText("digest", artifact.Digest);
        json.WriteText("location", artifact.Location);
        if (!artifact.IsStored) json.WriteBoolean("stored", false);
        json.WriteTime("created", artifact.CreatedAt);
        if (artifact.FileCount is { } count && artifact.Kind == ArtifactKind.Folder) json.WriteNumber("fileCount", count);
        json.WriteList("files", entry.Files.Take(MostFiles), file =>
        {
            json.WriteStartArray();
            json.WriteStringValue(file.Path);
            json.WriteNumberValue(file.Size);
            json.WriteStringValue(MediaTypes.Of(file.Path));
            json.WriteEndArray();
        });
        json.WriteList("contents", entry.Contents, content =>
        {
            json.WriteStartArray();
            json.WriteStringValue(content.File ?? "");
            json.WriteStringValue(content.MediaType);
            json.WriteBase64StringValue(content.Content.Span);
            json.WriteEndArray();
        });
        json.WriteEndObject();
    });
}
