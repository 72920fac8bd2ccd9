using System.Text.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>Writes the records of a store as JSON, and the blobs of its artifacts to files.</summary>
internal static class ExportWriter
{
    private const int FlushAt = 1 << 16;

    /// <summary>Writes all records as one JSON object.</summary>
    /// <param name="source">The records.</param>
    /// <param name="output">Receives the JSON, in UTF-8.</param>
    /// <param name="progress">Receives each record.</param>
    /// <param name="cancellation">Cancels the operation; the output stays incomplete.</param>
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

    /// <summary>Writes the blobs under <c>sha256/ab/cd…</c> in a folder.</summary>
    /// <returns>The digests of omitted blobs: those that are missing or do not match their digest.</returns>
    public static IReadOnlyList<string> WriteContents(ITransferSource source, string folder, IProgress<long>? progress, CancellationToken cancellation)
    {
        var damaged = new List<string>();
        foreach (string digest in source.Contents(cancellation).Keys)
        {
            string path = Path.Combine(folder, ArtifactRules.ContentPath(digest));
            CreateFolders(Path.GetDirectoryName(path)!);
            using Stream? content = source.Open(digest);
            if (content is not null && CheckedCopy.To(path, content, digest, progress, cancellation)) continue;
            damaged.Add(digest);
        }

        return damaged;
    }

    private static void CreateFolders(string path)
    {
        if (Directory.Exists(path)) return;
        CreateFolders(Path.GetDirectoryName(path)!);
        PrivateFiles.CreateFolder(path);
    }

    private static int NextSection(Utf8JsonWriter writer, int section)
    {
        if (section >= 0) writer.WriteEndArray();
        writer.WriteStartArray(ExportFormat.Sections[section + 1].Name);
        return section + 1;
    }

    // Lists within a record are written on one line.
    private static void WriteItem(Utf8JsonWriter writer, TransferItem item) =>
        writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(item, item.GetType(), ExportFormat.Options), skipInputValidation: true);
}
