namespace ExperimentTracker;

/// <summary>Lists the files of a folder that becomes one artifact.</summary>
internal static class FolderFiles
{
    /// <summary>The files by their path within the folder, sorted; no link leads out of it.</summary>
    public static IReadOnlyList<(string Relative, string Full)> List(string folder)
    {
        if (!Directory.Exists(folder)) throw File.Exists(folder) ? ArtifactErrors.NotAFolder(folder) : ArtifactErrors.FileNotFound(folder);
        try
        {
            string root = RealPath(new DirectoryInfo(folder));
            var files = new List<(string, string)>();
            Walk(new DirectoryInfo(folder), "", root, folder, files);
            files.Sort((a, b) => string.CompareOrdinal(a.Item1, b.Item1));
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArtifactErrors.FileUnavailable(folder, e);
        }
    }

    private static void Walk(DirectoryInfo at, string prefix, string root, string folder, List<(string, string)> files)
    {
        foreach (FileSystemInfo entry in at.EnumerateFileSystemInfos())
        {
            string relative = prefix + entry.Name;
            if (entry.LinkTarget is not null) CheckLink(entry, root, folder);
            if (entry is DirectoryInfo directory) Walk(directory, relative + "/", root, folder, files);
            else files.Add((relative, entry.FullName));
        }
    }

    private static void CheckLink(FileSystemInfo link, string root, string folder)
    {
        string target = RealPath(link);
        bool inside = target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

        // A link to a folder above itself would never end.
        bool loops = link is DirectoryInfo && (Path.GetDirectoryName(link.FullName) + Path.DirectorySeparatorChar)
            .StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (!inside || loops) throw ArtifactErrors.LinkLeavesFolder(link.FullName, folder);
    }

    private static string RealPath(FileSystemInfo entry) =>
        Path.TrimEndingDirectorySeparator((entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry).FullName);
}
