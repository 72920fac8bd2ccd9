namespace ExperimentTracker.Services;

/// <summary>Where paths lead once every link in them is followed.</summary>
internal static class RealPaths
{
    // As the kernel of Linux does.
    private const int MostLinks = 40;

    /// <summary>The full path without links; parts that are not there are kept as they are.</summary>
    /// <exception cref="IOException">Links lead round in a circle.</exception>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        string real = Path.GetPathRoot(full)!;
        var left = new Stack<string>(Parts(full[real.Length..]));
        for (int links = 0; left.TryPop(out string? part);)
        {
            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException($"The links of '{path}' lead round in a circle.");
            string aim = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(aim)!;
            foreach (string step in Parts(aim[real.Length..])) left.Push(step);
        }

        return real;
    }

    /// <summary>Whether a path without links lies below a folder without links.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> Parts(string path) =>
        Enumerable.Reverse(path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries));
}
