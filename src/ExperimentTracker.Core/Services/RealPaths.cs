namespace ExperimentTracker.Services;

/// <summary>Resolves all links in paths.</summary>
internal static class RealPaths
{
    // The limit of the Linux kernel.
    private const int MostLinks = 40;

    /// <summary>Returns the full path with all links resolved. Parts that do not exist are kept.</summary>
    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        string resolved = Path.GetPathRoot(full)!;
        var left = new Stack<string>(Parts(full[resolved.Length..]));
        for (int links = 0; left.TryPop(out string? part);)
        {
            string next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException($"The links of '{path}' form a cycle.");
            string aim = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(aim)!;
            foreach (string step in Parts(aim[resolved.Length..])) left.Push(step);
        }

        return resolved;
    }

    /// <summary>Whether a path is below a folder; both must have their links resolved.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> Parts(string path) =>
        Enumerable.Reverse(path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries));
}
