using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>PowerShell's wildcards over names.</summary>
internal static class Wildcards
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant | WildcardOptions.Compiled;

    public static WildcardPattern Parse(string text) => new(text, Options);

    /// <summary>The patterns of a parameter, or <see langword="null"/> when it was not given: then everything fits.</summary>
    public static WildcardPattern[]? ParseAll(string[]? texts) => texts?.Select(Parse).ToArray();

    public static bool FitAny(this WildcardPattern[]? patterns, string name) => patterns is null || patterns.Any(p => p.IsMatch(name));

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
        return texts?.Where(t => !WildcardPattern.ContainsWildcardCharacters(t) && !known.Contains(t, StringComparer.OrdinalIgnoreCase)) ?? [];
    }
}
