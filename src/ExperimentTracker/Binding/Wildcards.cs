using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>PowerShell's wildcards over names.</summary>
internal static class Wildcards
{
    /// <summary>Parses the patterns of a parameter; <see langword="null"/>, which matches everything, if the parameter was not given.</summary>
    public static NamePattern[]? ParseAll(string[]? texts) => texts?.Select(t => new NamePattern(t)).ToArray();

    public static bool FitAny(this NamePattern[]? patterns, string name) => patterns is null || patterns.Any(p => p.IsMatch(name));

    /// <summary>
    /// Whether a string must be matched as a pattern. This includes escaped wildcards (<c>audio `[old`]</c>), because a name would contain the
    /// escapes.
    /// </summary>
    public static bool IsPattern(string text) => CanMatchNothing(text) || text.Contains('`', StringComparison.Ordinal);

    /// <summary>Whether it is not an error that a string matches nothing: it has wildcards that are not escaped.</summary>
    public static bool CanMatchNothing(string text) => WildcardPattern.ContainsWildcardCharacters(text);

    /// <summary>Returns the prefix of all matching names, to narrow a query.</summary>
    public static string PrefixOf(string text)
    {
        int end = text.IndexOfAny(['*', '?', '[', '`']);
        return end < 0 ? text : text[..end];
    }

    /// <summary>Returns the strings without wildcards that match no name; each is an error to report.</summary>
    public static IEnumerable<string> Unmatched(string[]? texts, IEnumerable<string> names)
    {
        string[] known = [.. names];
        return texts?.Where(t => !CanMatchNothing(t) && !known.Any(new NamePattern(t).IsMatch)) ?? [];
    }
}
