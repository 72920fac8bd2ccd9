using System.Text.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Transfer;

/// <summary>An exported store: a JSON file, or a folder with one and the blobs.</summary>
/// <param name="name">The name for display.</param>
/// <param name="file">The JSON file.</param>
/// <param name="contents">The folder of the blobs, or <see langword="null"/>.</param>
/// <param name="head">The fields before the records.</param>
internal sealed class ExportSource(string name, string file, string? contents, TransferHead head) : ITransferSource
{
    public string Name => name;

    public TransferHead Head => head;

    /// <summary>Reads the fields before the records.</summary>
    /// <exception cref="TrackerException"><c>ImportTooNew</c> or <c>ImportNotReadable</c>.</exception>
    public static TransferHead ReadHead(string name, IReadOnlyDictionary<string, JsonElement> fields)
    {
        int version = fields.GetValueOrDefault(ExportFormat.VersionField) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int found) ? found : 0;
        if (version < 1) throw TransferErrors.NotReadable(name, $"its {ExportFormat.VersionField} is missing or not a number");
        if (version > ExportFormat.Version) throw TransferErrors.TooNew(name, version, ExportFormat.Version);
        try
        {
            var known = fields.Where(f => f.Key is not (ExportFormat.FormatField or ExportFormat.VersionField)).ToDictionary(f => f.Key, f => f.Value);
            return JsonSerializer.SerializeToElement(known).Deserialize<TransferHead>(ExportFormat.Options)!;
        }
        catch (JsonException e)
        {
            throw TransferErrors.NotReadable(name, $"its header is not valid ({e.Message})", e);
        }
    }

    public IEnumerable<TransferItem> Read(CancellationToken cancellation)
    {
        using FileStream stream = ImportSource.OpenFile(name, file);
        var reader = new ExportReader(name, stream);
        reader.ReadHead();
        foreach (TransferItem item in reader.ReadItems())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation)
    {
        string folder = contents is null ? "" : Path.Combine(contents, "sha256");
        if (!Directory.Exists(folder)) return new Dictionary<string, long>();
        return new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(f => (Digest: $"sha256:{f.Directory!.Name}{f.Name}", f.Length))
            .Where(f => ArtifactRules.IsDigest(f.Digest))
            .ToDictionary(f => f.Digest, f => f.Length);
    }

    public Stream? Open(string digest)
    {
        string path = Path.Combine(contents!, ArtifactRules.ContentPath(digest));
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0) : null;
    }

    public void Dispose()
    {
    }
}
