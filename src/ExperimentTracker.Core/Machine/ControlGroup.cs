namespace ExperimentTracker.Machine;

/// <summary>The memory limits of the control groups that this process is in (cgroups(7)), of version 1 or 2. Containers, services and jobs of a cluster have them.</summary>
internal sealed class ControlGroup
{
    // Version 1 shows "no limit" as the highest number of whole pages.
    private const long NoLimit = 1L << 60;

    private readonly ProcFiles files;
    private readonly IReadOnlyList<string> folders;
    private readonly bool isSecond;

    public ControlGroup(ProcFiles files)
    {
        this.files = files;
        string[][] groups = [.. files.Text("proc/self/cgroup").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3)];
        string[]? first = Array.Find(groups, parts => parts[1].Split(',').Contains("memory"));
        isSecond = first is null;
        string? path = (first ?? Array.Find(groups, parts => parts[1].Length == 0))?[2];
        folders = path is null ? [] : [.. Ancestors(isSecond ? "sys/fs/cgroup" : "sys/fs/cgroup/memory", path)];
    }

    /// <summary>The use and the limit of the group whose limit is the lowest; <see langword="null"/> without a limit.</summary>
    /// <remarks>The use is without the cache of files that were not used recently, which the kernel frees before it refuses memory.</remarks>
    public (long Used, long Limit)? Read()
    {
        (string Folder, long Limit)? tightest = null;
        foreach (string folder in folders)
        {
            if (files.Number(folder + (isSecond ? "/memory.max" : "/memory.limit_in_bytes")) is { } limit && limit < NoLimit && !(tightest?.Limit <= limit)) tightest = (folder, limit);
        }

        if (tightest is not { } lowest || files.Number(lowest.Folder + (isSecond ? "/memory.current" : "/memory.usage_in_bytes")) is not { } used) return null;
        long cache = ProcFiles.Field(files.Read(lowest.Folder + "/memory.stat"), isSecond ? "inactive_file"u8 : "total_inactive_file"u8) ?? 0;
        return (Math.Max(0, used - cache), lowest.Limit);
    }

    // In a container, the path can be that on the host, which does not exist here; then the files of the container's group are in the top folder.
    private static IEnumerable<string> Ancestors(string top, string path)
    {
        for (string at = path.Trim('/'); at.Length > 0; at = at[..Math.Max(0, at.LastIndexOf('/'))]) yield return $"{top}/{at}";
        yield return top;
    }
}
