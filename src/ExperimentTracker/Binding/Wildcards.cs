using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>PowerShell's wildcards over names.</summary>
internal static class Wildcards
{
    /// <summary>Parses the patterns of a parameter; <see langword="null"/>, which matches everything, if the parameter was not given.</summary>
    public static NamePattern[]? ParseAll(string[]? texts) => texts?.Select(t => new NamePattern(t)).ToArray();

    /// <summary>
    /// Selects the items with a matching name, in their order; without patterns, all. A pattern that is itself a name selects only that name, because a name
    /// can contain wildcards.
    /// </summary>
    public static IEnumerable<T> Select<T>(this NamePattern[]? patterns, IEnumerable<T> items, Func<T, string> nameOf)
    {
        if (patterns is null) return items;
        T[] all = [.. items];
        HashSet<NamePattern> names = [.. patterns.Where(p => all.Any(item => p.IsExact(nameOf(item))))];
        return all.Where(item => patterns.Any(p => names.Contains(p) ? p.IsExact(nameOf(item)) : p.IsMatch(nameOf(item))));
    }

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
