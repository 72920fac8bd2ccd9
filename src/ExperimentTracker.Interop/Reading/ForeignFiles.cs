using ExperimentTracker.Services;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Reading;

/// <summary>Opens and lists files of other trackers, which may be written meanwhile.</summary>
internal static class ForeignFiles
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 32, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Opens a file for reading from the beginning to the end.</summary>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>.</exception>
    public static FileStream Open(string path) => ImportSource.OpenFile(path, path);

    /// <summary>The first bytes of a file: fewer if it is shorter, none if it cannot be read.</summary>
    public static byte[] Head(string path, int length)
    {
        try
        {
            using FileStream stream = Open(path);
            byte[] head = new byte[length];
            return head[..stream.ReadAtLeast(head, length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrackerException)
        {
            return [];
        }
    }

    /// <summary>The files of a folder and those below it, without following links, sorted.</summary>
    public static IEnumerable<string> In(string folder, string pattern = "*") =>
        Directory.EnumerateFiles(folder, pattern, Below).Order(StringComparer.Ordinal);

    /// <summary>
    /// The file of a folder that a record names by a relative path; <see langword="null"/> when it is not there, or not within the folder: neither the path nor a
    /// link may lead out of it.
    /// </summary>
    public static string? Named(string folder, string relative)
    {
        try
        {
            string full = Path.GetFullPath(Path.Combine(folder, relative));
            return File.Exists(full) && RealPaths.IsWithin(RealPaths.Of(full), RealPaths.Of(folder)) ? full : null;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The path within a folder, with <c>/</c> between its segments; <c>''</c> for the folder itself.</summary>
    public static string Within(string folder, string path) => Path.GetRelativePath(folder, path) is var relative && relative == "." ? "" : relative.Replace('\\', '/');

    /// <summary>The name of a folder or a file without what is before it.</summary>
    public static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } name ? name : path;

    /// <summary>The name of the folder that a file or folder is in.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } folder ? NameOf(folder) : NameOf(path);
}
