using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Lists the files of a folder that is added as one artifact.</summary>
internal static class FolderFiles
{
    /// <summary>Returns the files with their paths within the folder, sorted. No link leads out of the folder.</summary>
    public static IReadOnlyList<(string Relative, string Full)> List(string folder)
    {
        if (!Directory.Exists(folder)) throw File.Exists(folder) ? ArtifactErrors.NotAFolder(folder) : ArtifactErrors.FileNotFound(folder);
        try
        {
            var walk = new Tree(folder, RealPaths.Of(folder));
            walk.Enter(new DirectoryInfo(folder), "", walk.Root);
            walk.Files.Sort((a, b) => string.CompareOrdinal(a.Relative, b.Relative));
            return walk.Files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArtifactErrors.FileUnavailable(folder, e);
        }
    }

    private sealed class Tree(string folder, string root)
    {
        // The parent folders of the current folder, with links resolved. A folder that is already among them contains itself.
        private readonly HashSet<string> above = new(StringComparer.Ordinal);

        public string Root => root;

        public List<(string Relative, string Full)> Files { get; } = [];

        public void Enter(DirectoryInfo at, string prefix, string resolved)
        {
            if (!above.Add(resolved)) throw ArtifactErrors.LinkLeavesFolder(at.FullName, folder);
            foreach (FileSystemInfo entry in at.EnumerateFileSystemInfos())
            {
                string relative = ArtifactRules.CheckFilePath(prefix + entry.Name);
                string leadsTo = entry.LinkTarget is null ? Path.Combine(resolved, entry.Name) : RealPaths.Of(entry.FullName);
                if (entry.LinkTarget is not null && !RealPaths.IsWithin(leadsTo, root)) throw ArtifactErrors.LinkLeavesFolder(entry.FullName, folder);
                if (entry is DirectoryInfo directory) Enter(directory, relative + "/", leadsTo);
                else Files.Add((relative, entry.FullName));
            }

            above.Remove(resolved);
        }
    }
}
