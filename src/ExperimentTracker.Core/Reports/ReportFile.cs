using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>Writes a file atomically.</summary>
public static class ReportFile
{
    /// <summary>Validates the path of a report before it is created.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="keep">Whether an existing file must not be replaced.</param>
    /// <param name="force">Whether a read-only file can be replaced.</param>
    /// <exception cref="TrackerException">
    /// <c>ReportExists</c>, <c>ReportReadOnly</c>, <c>ReportPathInvalid</c> or <c>ReportFolderNotFound</c>.
    /// </exception>
    public static void Check(string path, bool keep, bool force)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path) || IsDevice(path)) throw ReportErrors.NotAFile(path);
        if (!File.Exists(path))
        {
            string folder = Path.GetDirectoryName(path)!;
            if (!Directory.Exists(folder)) throw ReportErrors.NoFolder(folder);
            return;
        }

        if (keep) throw ReportErrors.Exists(path);
        if (!force && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)) throw ReportErrors.ReadOnly(path);
    }

    /// <summary>
    /// Writes to a temporary file beside the target and moves it into place at the end. Until then, and after an error, the existing file is kept.
    /// </summary>
    /// <param name="path">The full path of the file. If it is a link, the target of the link is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="TrackerException"><c>FileUnavailable</c>.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string? part = null;
        try
        {
            string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
            part = $"{target}.{Guid.NewGuid():N}.part";
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None)) write(stream);
            if (File.Exists(target)) Replace(target, part);
            File.Move(part, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArtifactErrors.FileUnavailable(path, e);
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    // The permissions of the file are kept. Windows does not move a file over a read-only one.
    private static void Replace(string target, string part)
    {
        if (OperatingSystem.IsWindows()) File.SetAttributes(target, File.GetAttributes(target) & ~FileAttributes.ReadOnly);
        else File.SetUnixFileMode(part, File.GetUnixFileMode(target));
    }

    // Moving a file over a device would delete the device.
    private static bool IsDevice(string path) => OperatingSystem.IsWindows()
        ? path.StartsWith(@"\\.\", StringComparison.Ordinal)
        : path.StartsWith("/dev/", StringComparison.Ordinal);
}
