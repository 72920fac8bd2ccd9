using System.Text.RegularExpressions;

namespace ExperimentTracker.Filters;

/// <summary>What can be written at a position of a filter: properties of <c>$_</c>, operators, and statuses.</summary>
internal static partial class FilterSuggestions
{
    private const int Most = 50;

    private static readonly (string Text, string Detail)[] Operators =
    [
        ("-eq", "equal"), ("-ne", "not equal"), ("-lt", "less"), ("-le", "less or equal"), ("-gt", "greater"), ("-ge", "greater or equal"),
        ("-like", "matches a wildcard pattern"), ("-notlike", "does not match a wildcard pattern"), ("-match", "matches a regular expression"),
        ("-notmatch", "does not match a regular expression"), ("-in", "is in a list: 'a', 'b'"), ("-notin", "is not in a list"), ("-and", "both"), ("-or", "one of them"), ("-not", "the opposite"),
    ];

    /// <summary>Returns what can be written.</summary>
    public static RunFilterSuggestions Of(string text, int position, Func<string, IEnumerable<string>> names)
    {
        position = Math.Clamp(position, 0, text.Length);
        string before = text[..position];
        if (FilterMembers.Find(before) is { } member)
            return new(member.WordStart, position, [.. member.Names(names).Take(Most).Select(name => new RunFilterSuggestion(FilterMembers.Quoted(name), "property"))]);
        if (Status().Match(before) is { Success: true } status)
        {
            string typed = status.Groups["word"].Value.TrimStart('\'');
            return new(
                status.Groups["word"].Index, position,
                [.. Enum.GetNames<RunStatus>().Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(name => new RunFilterSuggestion($"'{name}'", "status"))]);
        }

        if (Operator().Match(before) is { Success: true } begun)
        {
            string typed = begun.Value.TrimStart();
            return new(
                position - typed.Length, position,
                [.. Operators.Where(o => o.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(o => new RunFilterSuggestion(o.Text, o.Detail))]);
        }

        if (Beginning().Match(before) is { Success: true } start) return new(start.Groups["word"].Index, position, [new("$_.", "the run")]);
        return new(position, position, []);
    }

    [GeneratedRegex(@"\$(?:_|PSItem)\.Status\s+-(?:[ci]?(?:eq|ne|in|notin))\s+(?:'[^']*'\s*,\s*)*(?<word>'?\w*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    [GeneratedRegex(@"(?<=^|[\s(])-\w*$", RegexOptions.CultureInvariant)]
    private static partial Regex Operator();

    [GeneratedRegex(@"(?:^|[\s(])(?<word>\$?_?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}
