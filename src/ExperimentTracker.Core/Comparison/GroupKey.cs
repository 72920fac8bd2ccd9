using System.Globalization;

namespace ExperimentTracker.Comparison;

/// <summary>
/// A key to group runs by: <c>Parameters.lr</c>, <c>Tags.team</c>, <c>Status</c>, <c>Origin.GitBranch</c>, <c>Day</c>, or the name of a parameter or a tag.
/// </summary>
public sealed class GroupKey
{
    private readonly Func<Run, object?> read;

    /// <summary>Creates a key that is calculated from each run.</summary>
    public GroupKey(string text, Func<Run, object?> read) => (Text, this.read) = (text, read);

    /// <summary>The properties of a run that can be grouped by.</summary>
    public static IEnumerable<string> Properties => Facts.Select(f => f.Name);

    /// <summary>The source text of the key.</summary>
    public string Text { get; }

    private static IEnumerable<RunFact> Facts => RunFacts.OfRun.Concat(Periods).Concat(RunFacts.OfCode).Concat(RunFacts.OfEnvironment);

    // The local date of the start, in forms that are sorted by time.
    private static RunFact[] Periods { get; } =
    [
        new("Day", r => r.StartedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("Week", r => r.StartedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(at):0000}-W{ISOWeek.GetWeekOfYear(at):00}") : null),
        new("Month", r => r.StartedAt?.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
    ];

    /// <summary>
    /// Parses a key: <c>Parameters.</c> and a name, which can be the dotted name of a nested parameter; <c>Tags.</c> and a name; a property of the run or of
    /// its origin; <c>Day</c>, <c>Week</c> or <c>Month</c> of its start; or the name of a parameter or a tag of one of the runs. Case is ignored, and a name
    /// can be quoted.
    /// </summary>
    /// <exception cref="TrackerException"><c>UnknownGroupKey</c>; <c>AmbiguousGroupKey</c> if runs have a parameter and a tag with the name.</exception>
    public static GroupKey Parse(string text, IReadOnlyList<Run> runs)
    {
        if (NameAfter(text, "Parameters.") is { } parameter) return OfParameter(text, parameter);
        if (NameAfter(text, "Tags.") is { } tag) return OfTag(text, tag);
        string property = NameAfter(text, "Origin.") ?? text;
        if (Facts.FirstOrDefault(f => string.Equals(f.Name, property, StringComparison.OrdinalIgnoreCase)) is { } fact)
        {
            return new(text, r => fact.Read(r) is { } value and not "" ? value : null);
        }

        string name = Unquote(text);
        bool isParameter = runs.Count == 0 || runs.Any(r => r.Parameters.Contains(name)), isTag = runs.Any(r => r.Tags.Contains(name));
        return (isParameter, isTag) switch
        {
            (true, true) => throw ComparisonErrors.AmbiguousGroupKey(name),
            (true, false) => OfParameter(text, name),
            (false, true) => OfTag(text, name),
            _ => throw ComparisonErrors.UnknownGroupKey(text),
        };
    }

    /// <summary>The value of the run; <see langword="null"/> if it has none. A bare tag is <see langword="true"/>.</summary>
    public object? Of(Run run) => read(run);

    /// <summary>The source text of the key.</summary>
    public override string ToString() => Text;

    private static GroupKey OfParameter(string text, string name) => new(text, r => r.Parameters[name]);

    private static GroupKey OfTag(string text, string name) => new(text, r => r.Tags.TryGetValue(name, out object? value) ? value ?? true : null);

    private static string? NameAfter(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && text.Length > prefix.Length ? Unquote(text[prefix.Length..]) : null;

    private static string Unquote(string name) => name is ['\'', _, .., '\''] or ['"', _, .., '"'] ? name[1..^1] : name;
}
