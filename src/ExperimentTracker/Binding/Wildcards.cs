using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>PowerShell's wildcards over names.</summary>
internal static class Wildcards
{
    /// <summary>The patterns of a parameter, or <see langword="null"/> when it was not given: then everything fits.</summary>
    public static NamePattern[]? ParseAll(string[]? texts) => texts?.Select(t => new NamePattern(t)).ToArray();

    public static bool FitAny(this NamePattern[]? patterns, string name) => patterns is null || patterns.Any(p => p.IsMatch(name));

    /// <summary>Whether a text is to be matched. Escaped wildcards (<c>audio `[old`]</c>) are: as a name they would mean the escapes too.</summary>
    public static bool AreIn(string text) => MayFitNone(text) || text.Contains('`', StringComparison.Ordinal);

    /// <summary>Whether it is no error that a text fits nothing: it has wildcards, and not just escaped ones.</summary>
    public static bool MayFitNone(string text) => WildcardPattern.ContainsWildcardCharacters(text);

    /// <summary>What every name that fits begins with; a narrowing for the store.</summary>
    public static string PrefixOf(string text)
    {
        int end = text.IndexOfAny(['*', '?', '[', '`']);
        return end < 0 ? text : text[..end];
    }

    /// <summary>The texts without wildcards that no name fits: each is an error to report.</summary>
    public static IEnumerable<string> Unmatched(string[]? texts, IEnumerable<string> names)
    {
        string[] known = [.. names];
        return texts?.Where(t => !MayFitNone(t) && !known.Any(new NamePattern(t).IsMatch)) ?? [];
    }
}
