using System.Text.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Transfer;

/// <summary>Writes the records of a store as JSON, and the contents of its artifacts beside it.</summary>
internal static class ExportWriter
{
    private const int FlushAt = 1 << 16;

    /// <summary>Writes all records as one JSON object.</summary>
    /// <param name="source">The records.</param>
    /// <param name="output">Takes the JSON, in UTF-8.</param>
    /// <param name="progress">Told of each record.</param>
    /// <param name="cancellation">Stops, and leaves the output as it is by then.</param>
    public static void WriteJson(ITransferSource source, Stream output, IProgress<string>? progress, CancellationToken cancellation)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = ExportFormat.Options.Encoder });
        writer.WriteStartObject();
        writer.WriteString(ExportFormat.FormatField, ExportFormat.Name);
        writer.WriteNumber(ExportFormat.VersionField, ExportFormat.Version);
        foreach (JsonProperty field in JsonSerializer.SerializeToElement(source.Head, ExportFormat.Options).EnumerateObject()) field.WriteTo(writer);
        int section = -1;
        foreach (TransferItem item in source.Read(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            while (section < 0 || ExportFormat.Sections[section].Type != item.GetType()) section = NextSection(writer, section);
            WriteItem(writer, item);
            progress?.Report(item.ToString());
            if (writer.BytesPending > FlushAt) writer.Flush();
        }

        while (section < ExportFormat.Sections.Count - 1) section = NextSection(writer, section);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the contents under <c>sha256/ab/cd…</c> in a folder.</summary>
    /// <returns>The digests of those that are missing or are not what their digest says; they are left out.</returns>
    public static IReadOnlyList<string> WriteContents(ITransferSource source, string folder, IProgress<long>? progress, CancellationToken cancellation)
    {
        var damaged = new List<string>();
        foreach (string digest in source.Contents(cancellation).Keys)
        {
            string path = Path.Combine(folder, ArtifactRules.ContentPath(digest));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream? content = source.Open(digest);
            if (content is not null && CheckedCopy.To(path, content, digest, progress, cancellation)) continue;
            damaged.Add(digest);
        }

        return damaged;
    }

    private static int NextSection(Utf8JsonWriter writer, int section)
    {
        if (section >= 0) writer.WriteEndArray();
        writer.WriteStartArray(ExportFormat.Sections[section + 1].Name);
        return section + 1;
    }

    // Lists within a record are not worth a line an element.
    private static void WriteItem(Utf8JsonWriter writer, TransferItem item) =>
        writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(item, item.GetType(), ExportFormat.Options), skipInputValidation: true);
}
