using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>Writes a file as a whole or not at all.</summary>
public static class ReportFile
{
    /// <summary>Refuses a path that cannot become a report, before any work is done for it.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="keep">Whether a file that exists is kept.</param>
    /// <param name="force">Whether a read-only file is replaced.</param>
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

    /// <summary>Writes beside the place and moves there at the end; what was there before stays until then, and after an error.</summary>
    /// <param name="path">The full path of the file; where it is a link, what that leads to is replaced.</param>
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

    // Who may read the file stays as it was; Windows moves nothing over a read-only file.
    private static void Replace(string target, string part)
    {
        if (OperatingSystem.IsWindows()) File.SetAttributes(target, File.GetAttributes(target) & ~FileAttributes.ReadOnly);
        else File.SetUnixFileMode(part, File.GetUnixFileMode(target));
    }

    // Moving a file there would take the device away.
    private static bool IsDevice(string path) => OperatingSystem.IsWindows()
        ? path.StartsWith(@"\\.\", StringComparison.Ordinal)
        : path.StartsWith("/dev/", StringComparison.Ordinal);
}
