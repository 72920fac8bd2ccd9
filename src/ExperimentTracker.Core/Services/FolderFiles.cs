using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Lists the files of a folder that is added as one artifact.</summary>
internal sealed class FolderFiles
{
    private const int MostNamed = 3;

    private readonly string folder;
    private readonly string root;
    private readonly List<(string Relative, string Full)> files = [];
    private readonly List<string> omitted = [];
    private readonly List<string> empty = [];
    private readonly List<string> executable = [];

    // The parent folders of the current folder, with links resolved. A folder that is already among them contains itself.
    private readonly HashSet<string> above = new(StringComparer.Ordinal);

    private FolderFiles(string folder) => (this.folder, root) = (folder, RealPaths.Of(folder));

    /// <summary>
    /// Returns the files with their paths within the folder, sorted. No link leads out of the folder. What an artifact does not keep is reported: links
    /// that lead nowhere, names that are not Unicode, empty folders and executable bits.
    /// </summary>
    public static IReadOnlyList<(string Relative, string Full)> List(string folder, Action<string>? warn)
    {
        if (!Directory.Exists(folder)) throw File.Exists(folder) ? ArtifactErrors.NotAFolder(folder) : ArtifactErrors.FileNotFound(folder);
        try
        {
            var walk = new FolderFiles(folder);
            walk.Enter(new DirectoryInfo(folder), "", walk.root);
            walk.files.Sort((a, b) => string.CompareOrdinal(a.Relative, b.Relative));
            if (warn is not null) walk.Report(warn);
            return walk.files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArtifactErrors.FileUnavailable(folder, e);
        }
    }

    private void Enter(DirectoryInfo at, string prefix, string resolved)
    {
        if (!above.Add(resolved)) throw ArtifactErrors.LinkLeavesFolder(at.FullName, folder);
        bool isEmpty = true;
        foreach (FileSystemInfo entry in at.EnumerateFileSystemInfos())
        {
            isEmpty = false;
            if (IsUnreachable(entry))
            {
                omitted.Add(prefix + entry.Name);
                continue;
            }

            string relative = ArtifactRules.CheckFilePath(prefix + entry.Name);
            string leadsTo = entry.LinkTarget is null ? Path.Combine(resolved, entry.Name) : RealPaths.Of(entry.FullName);
            if (entry.LinkTarget is not null && !RealPaths.IsWithin(leadsTo, root)) throw ArtifactErrors.LinkLeavesFolder(entry.FullName, folder);
            if (entry is DirectoryInfo directory) Enter(directory, relative + "/", leadsTo);
            else Add((FileInfo)entry, relative);
        }

        if (isEmpty && prefix.Length > 0) empty.Add(prefix);
        above.Remove(resolved);
    }

    private void Add(FileInfo file, string relative)
    {
        FileKinds.CheckRegular(file.FullName);
        files.Add((relative, file.FullName));
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.FullName) & execute) != 0) executable.Add(relative);
    }

    // A link without a target; or a name that is not UTF-8, which .NET reads with replacement characters.
    private static bool IsUnreachable(FileSystemInfo entry) => entry.LinkTarget is null
        ? entry.Name.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(entry.FullName)
        : !entry.ResolveLinkTarget(returnFinalTarget: true)!.Exists;

    private void Report(Action<string> warn)
    {
        Warn(omitted, "left out: links that lead nowhere, or names that are not Unicode");
        Warn(empty, "left out: empty folders");

        // A file system without this bit shows it on every file.
        if (executable.Count < files.Count || files.Count == 1) Warn(executable, "kept without the executable bit");

        void Warn(List<string> paths, string what)
        {
            if (paths.Count == 0) return;
            paths.Sort(StringComparer.Ordinal);
            string more = paths.Count > MostNamed ? $" and {paths.Count - MostNamed} more" : "";
            warn($"Of the folder '{folder}', these are {what}: {string.Join(", ", paths.Take(MostNamed))}{more}.");
        }
    }
}
