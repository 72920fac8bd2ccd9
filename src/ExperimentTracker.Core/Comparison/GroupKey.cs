namespace ExperimentTracker.Comparison;

/// <summary>A key to group runs by: <c>Parameters.lr</c>, <c>Tags.team</c>, <c>Status</c>, <c>Origin.GitBranch</c>.</summary>
public sealed class GroupKey
{
    private readonly Func<Run, object?> read;

    private GroupKey(string text, Func<Run, object?> read) => (Text, this.read) = (text, read);

    /// <summary>The properties of a run that can be grouped by.</summary>
    public static IEnumerable<string> Properties => Facts.Select(f => f.Name);

    /// <summary>The source text of the key.</summary>
    public string Text { get; }

    private static IEnumerable<RunFact> Facts => RunFacts.OfRun.Concat(RunFacts.OfCode).Concat(RunFacts.OfEnvironment);

    /// <summary>
    /// Parses a key: <c>Parameters.</c> and a name, which can be the dotted name of a nested parameter; <c>Tags.</c> and a name; or a property of the
    /// run or of its origin. Case is ignored, and a name can be quoted.
    /// </summary>
    /// <exception cref="TrackerException"><c>UnknownGroupKey</c>.</exception>
    public static GroupKey Parse(string text)
    {
        if (NameAfter(text, "Parameters.") is { } parameter) return new(text, r => r.Parameters[parameter]);
        if (NameAfter(text, "Tags.") is { } tag) return new(text, r => r.Tags.TryGetValue(tag, out object? value) ? value ?? true : null);
        string property = NameAfter(text, "Origin.") ?? text;
        RunFact? fact = Facts.FirstOrDefault(f => string.Equals(f.Name, property, StringComparison.OrdinalIgnoreCase));
        return fact is null ? throw ComparisonErrors.UnknownGroupKey(text) : new(text, r => fact.Read(r) is { } value and not "" ? value : null);
    }

    /// <summary>The value of the run; <see langword="null"/> if it has none. A bare tag is <see langword="true"/>.</summary>
    public object? Of(Run run) => read(run);

    /// <summary>The source text of the key.</summary>
    public override string ToString() => Text;

    private static string? NameAfter(string text, string prefix)
    {
        if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || text.Length == prefix.Length) return null;
        string name = text[prefix.Length..];
        return name is ['\'', _, .., '\''] or ['"', _, .., '"'] ? name[1..^1] : name;
    }
}
