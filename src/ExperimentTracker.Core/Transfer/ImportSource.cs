using System.Text.Json;

namespace ExperimentTracker.Transfer;

/// <summary>Opens files and folders that can be imported.</summary>
public static class ImportSource
{
    /// <summary>
    /// Opens what <see cref="Open(string, string?)"/> opens, or else a file or folder of the first of the formats that fits.
    /// </summary>
    /// <param name="request">What to open.</param>
    /// <param name="formats">Returns the other formats. It is called only when they are needed.</param>
    /// <exception cref="TrackerException">As <see cref="Open(string, string?)"/>, if no format fits; and the errors of the format.</exception>
    public static ITransferSource Recognize(TransferRequest request, Func<ITransferFormats> formats)
    {
        try
        {
            return Open(request.Path, request.Project);
        }
        catch (TrackerException e) when (e.ErrorId is "ImportNotFound" or "ImportNotReadable" or "ImportFormatUnknown" && Path.Exists(request.Path))
        {
            if (formats().All.FirstOrDefault(f => f.Fits(request.Path)) is not { } format) throw;
            return format.Open(request);
        }
    }

    /// <summary>Opens a file or folder of a format, or a server.</summary>
    /// <exception cref="TrackerException"><c>ImportNotFound</c>, and the errors of the format.</exception>
    public static ITransferSource OpenAs(ITransferFormat format, TransferRequest request) =>
        request.Database is not null || (format.TakesAddress && request.IsAddress) || Path.Exists(request.Path) ? format.Open(request) : throw TransferErrors.NotFound(request.Path);

    /// <summary>
    /// Opens an export of a store (a JSON file, or a folder with one and the blobs), a JSON file of experiment, run, metric and artifact records, or
    /// the <c>metadata.json</c> of a ledger.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <param name="project">The project of the experiments, for formats without projects; <see langword="null"/> for the default project.</param>
    /// <exception cref="TrackerException">
    /// <c>ImportNotFound</c>, <c>ImportIsStore</c>, <c>ImportNotReadable</c>, <c>ImportFormatUnknown</c>, <c>ImportTooNew</c>, <c>ImportStatusUnknown</c>,
    /// <c>ImportRecordInvalid</c> or <c>ProjectNotApplicable</c>.
    /// </exception>
    public static ITransferSource Open(string path, string? project = null)
    {
        bool isFolder = Directory.Exists(path);
        string file = isFolder ? Path.Combine(path, ExportFormat.FileName) : path;
        if (!File.Exists(file)) throw isFolder && File.Exists(Path.Combine(path, "tracker.db")) ? TransferErrors.IsStore(path) : TransferErrors.NotFound(path);
        using FileStream stream = OpenFile(path, file);
        var reader = new ExportReader(path, stream);
        reader.ReadHead();
        if (reader.Head.TryGetValue(ExportFormat.FormatField, out JsonElement format))
        {
            if (format.ValueKind != JsonValueKind.String || format.GetString() != ExportFormat.Name) throw TransferErrors.FormatUnknown(path);
            if (project is not null) throw TransferErrors.ProjectNotApplicable(path);
            string? contents = isFolder ? Path.Combine(path, ExportFormat.ContentFolder) : null;
            return new ExportSource(path, file, contents, ExportSource.ReadHead(path, reader.Head));
        }

        if (reader.IsAtRecords) throw TransferErrors.FormatUnknown(path);
        return OpenForeign(new ForeignOrigin(path, project ?? Project.DefaultName, File.GetLastWriteTimeUtc(file)), reader.Head);
    }

    private static ForeignSource OpenForeign(ForeignOrigin origin, Dictionary<string, JsonElement> document)
    {
        try
        {
            return RecordDocument.Fits(document) ? new ForeignSource(origin.Path, RecordDocument.Read(origin, document))
                : LedgerDocument.Fits(document) ? new ForeignSource(origin.Path, LedgerDocument.Read(origin, document))
                : throw TransferErrors.FormatUnknown(origin.Path);
        }
        catch (InvalidOperationException e)
        {
            // The error of System.Text.Json for half a surrogate pair, and for bytes that are not UTF-8.
            throw TransferErrors.NotReadable(origin.Path, "it contains text that is not valid Unicode", e);
        }
        catch (JsonException e)
        {
            throw TransferErrors.NotReadable(origin.Path, $"a value in it cannot be stored ({e.Message.TrimEnd('.')})", e);
        }
    }

    internal static FileStream OpenFile(string name, string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TransferErrors.NotReadable(name, e.Message.TrimEnd('.'), e);
        }
    }
}
