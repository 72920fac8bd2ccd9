namespace ExperimentTracker.Rules;

/// <summary>Paths for the files of one folder that stay distinct on a file system of this operating system.</summary>
public static class DistinctPaths
{
    /// <summary>How this operating system compares file names.</summary>
    public static StringComparer Comparer => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>
    /// Returns a path that this system can create for each name (see <see cref="ArtifactRules.SafePath"/>). Names with the same path are numbered
    /// before their extension, <c>a_b~2.txt</c>, in order; a name that needs no change keeps it.
    /// </summary>
    /// <returns>The paths by name.</returns>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> names)
    {
        var outcome = new HashSet<string>(Comparer);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names.OrderBy(n => ArtifactRules.SafePath(n) != n).ThenBy(n => n, StringComparer.Ordinal))
        {
            string safe = ArtifactRules.SafePath(name), path = safe;
            for (int number = 2; !outcome.Add(path); number++) path = $"{safe[..^Path.GetExtension(safe).Length]}~{number}{Path.GetExtension(safe)}";
            paths.Add(name, path);
        }

        return paths;
    }
}
