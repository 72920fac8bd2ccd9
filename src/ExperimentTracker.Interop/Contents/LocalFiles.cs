namespace ExperimentTracker.Interop.Contents;

/// <summary>Reads files and folders that can come from anywhere.</summary>
internal static class LocalFiles
{
    private const int DeepestFolder = 32;

    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, MatchType = MatchType.Simple };

    /// <summary>The files in a folder and its folders, sorted by path, without links, which could lead anywhere.</summary>
    /// <returns>The path within the folder, <c>/</c>-separated, and the full path.</returns>
    public static IEnumerable<(string Path, string FullName)> In(string folder) => Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder, MatchType = MatchType.Simple })
        .Select(f => (Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'), f)).OrderBy(f => f.Item1, StringComparer.Ordinal);

    /// <summary>The names of the folders directly in a folder, sorted, without links.</summary>
    public static IEnumerable<string> FoldersIn(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateDirectories("*", Plain).Select(d => d.Name).Order(StringComparer.Ordinal) : [];

    /// <summary>Reads a text file.</summary>
    /// <returns>The text, or <see langword="null"/> if the file cannot be read or is larger.</returns>
    public static string? TextOf(string path, long largest)
    {
        try
        {
            return new FileInfo(path).Length > largest ? null : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
