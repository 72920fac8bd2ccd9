using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Filters;

/// <summary>What follows <c>$_.</c> at the end of a text: <c>$_.Metrics.'val/loss'.M</c> has the path <c>.Metrics.'val/loss'</c> and the word <c>M</c>.</summary>
internal sealed partial class FilterMembers
{
    private readonly string path;
    private readonly string word;

    private FilterMembers(Match typed) =>
        (Start, WordStart, WordLength, path, word) = (typed.Index, typed.Groups["word"].Index, typed.Groups["word"].Length, typed.Groups["path"].Value, typed.Groups["word"].Value);

    /// <summary>The start of <c>$_</c>.</summary>
    public int Start { get; }

    /// <summary>The start of the word to complete.</summary>
    public int WordStart { get; }

    /// <summary>The length of the word to complete.</summary>
    public int WordLength { get; }

    /// <summary>Returns what the text ends with, or <see langword="null"/> if it is nothing of a run.</summary>
    public static FilterMembers? Find(string text) => Member().Match(text) is { Success: true } typed ? new(typed) : null;

    /// <summary>Returns the names that begin with the word.</summary>
    /// <param name="namesOf">Returns the names of parameters, metrics or tags, by the property of runs that has them.</param>
    public IEnumerable<string> Names(Func<string, IEnumerable<string>> namesOf)
    {
        string beginning = word.TrimStart('\'');
        return All(namesOf).Where(name => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A name as it is written after a dot.</summary>
    public static string Quoted(string name) => PlainName().IsMatch(name) ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    private IEnumerable<string> All(Func<string, IEnumerable<string>> namesOf)
    {
        string[] parts = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        return (parts.FirstOrDefault()?.ToUpperInvariant(), parts.Length) switch
        {
            (null, _) => Properties(typeof(Run)),
            ("PARAMETERS", 1) => namesOf(nameof(Run.Parameters)),
            ("METRICS" or "METRICSTATISTICS", 1) => namesOf(nameof(Run.Metrics)),
            ("METRICSTATISTICS", 2) => Properties(typeof(Metric)),
            ("TAGS", 1) => namesOf(nameof(Run.Tags)),
            ("ORIGIN", 1) => Properties(typeof(RunOrigin)),
            _ => [],
        };
    }

    private static IEnumerable<string> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Order(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\$(?:_|PSItem)(?<path>(?:\.(?:\w+|'[^']*'))*)\.(?<word>\w*|'[^']*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Member();

    [GeneratedRegex(@"^[\p{L}_]\w*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
