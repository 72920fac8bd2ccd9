using ExperimentTracker.Values;
namespace ExperimentTracker.Transfer;

/// <summary>Writes an export atomically: it is complete or does not exist.</summary>
public static class StoreExport
{
    /// <summary>The form of one JSON file.</summary>
    public const string FileForm = "Json";

    /// <summary>The form of a folder with the JSON file and the blobs of artifacts.</summary>
    public const string FolderForm = "Folder";

    /// <summary>Writes a JSON file of all records, without the blobs of artifacts.</summary>
    /// <param name="source">The records.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="replace">Whether to replace an existing file.</param>
    /// <param name="progress">Receives each record.</param>
    /// <param name="cancellation">Cancels the export and deletes what was written.</param>
    /// <exception cref="TrackerException"><c>ExportExists</c> or <c>ExportNotWritten</c>.</exception>
    public static void ToFile(ITransferSource source, string path, bool replace, IProgress<string>? progress, CancellationToken cancellation)
    {
        if (Directory.Exists(path) || (File.Exists(path) && !replace)) throw TransferErrors.Exists(path);
        string draft = DraftOf(path);
        Guard(path, () => File.Delete(draft), () =>
        {
            WriteJson(source, draft, progress, cancellation);
            File.Move(draft, path, overwrite: true);
        });
    }

    /// <summary>Writes a folder with a JSON file and the blobs of the artifacts.</summary>
    /// <param name="source">The records and blobs.</param>
    /// <param name="path">The full path of the folder.</param>
    /// <param name="replace">Whether to replace an existing export.</param>
    /// <param name="progress">Receives each record.</param>
    /// <param name="bytes">Receives the number of bytes of blobs that were written since the last report.</param>
    /// <param name="cancellation">Cancels the export and deletes what was written.</param>
    /// <returns>The digests of blobs that were omitted because they are missing or damaged.</returns>
    /// <exception cref="TrackerException"><c>ExportExists</c>, <c>ExportWouldReplace</c> or <c>ExportNotWritten</c>.</exception>
    public static IReadOnlyList<string> ToFolder(
        ITransferSource source, string path, bool replace, IProgress<string>? progress, IProgress<long>? bytes, CancellationToken cancellation)
    {
        IReadOnlyList<string> damaged = [];
        WriteFolder(path, replace, IsOwn, draft =>
        {
            WriteJson(source, Path.Combine(draft, ExportFormat.FileName), progress, cancellation);
            damaged = ExportWriter.WriteContents(source, Path.Combine(draft, ExportFormat.ContentFolder), bytes, cancellation);
        });
        return damaged;
    }

    /// <summary>Writes a folder in the format of another program.</summary>
    /// <param name="format">The format.</param>
    /// <param name="request">The records, and the folder as the target.</param>
    /// <param name="replace">Whether to replace an existing folder of this format.</param>
    /// <exception cref="TrackerException"><c>ExportExists</c>, <c>ExportWouldReplace</c> or <c>ExportNotWritten</c>.</exception>
    public static void ToFolder(IExportFormat format, ExportRequest request, bool replace) => WriteFolder(
        request.Target, replace, folder => RelativeFiles(folder).All(format.Writes), draft => format.Write(request with { Target = draft, Destination = request.Target }));

    private static void WriteFolder(string path, bool replace, Func<string, bool> isOwn, Action<string> write)
    {
        CheckReplaceable(path, replace, isOwn);
        string draft = DraftOf(path);
        Guard(path, () => Delete(draft), () =>
        {
            PrivateFiles.CreateFolder(draft);
            write(draft);
            if (!Directory.Exists(path))
            {
                Directory.Move(draft, path);
                return;
            }

            string old = DraftOf(path);
            Directory.Move(path, old);
            Directory.Move(draft, path);
            Directory.Delete(old, recursive: true);
        });
    }

    private static void CheckReplaceable(string path, bool replace, Func<string, bool> isOwn)
    {
        if (File.Exists(path)) throw TransferErrors.Exists(path);
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any()) return;
        if (!replace) throw TransferErrors.Exists(path);
        if (!isOwn(path)) throw TransferErrors.WouldReplace(path);
    }

    private static bool IsOwn(string folder) => File.Exists(Path.Combine(folder, ExportFormat.FileName))
        && Directory.EnumerateFileSystemEntries(folder).All(e => Path.GetFileName(e) is ExportFormat.FileName or ExportFormat.ContentFolder);

    private static IEnumerable<string> RelativeFiles(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'));

    private static void WriteJson(ITransferSource source, string path, IProgress<string>? progress, CancellationToken cancellation)
    {
        using FileStream file = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        ExportWriter.WriteJson(source, file, progress, cancellation);
        file.Flush(flushToDisk: true);
    }

    private static void Guard(string path, Action cleanUp, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e)
        {
            cleanUp();
            if (e is IOException or UnauthorizedAccessException) throw TransferErrors.NotWritten(path, e);
            throw;
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static string DraftOf(string path) => $"{Path.TrimEndingDirectorySeparator(path)}.{Guid.NewGuid():N}.new";
}
