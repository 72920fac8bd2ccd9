using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Comparison;

/// <summary>A named value of a run.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value to display.</param>
/// <param name="Identity">The value to compare with that of another run.</param>
/// <param name="Series">The series, if it is a metric.</param>
internal sealed record ComparisonFact(string Name, object? Value, object? Identity, Metric? Series = null)
{
    public ComparisonFact(string name, object? value)
        : this(name, value, value)
    {
    }

    /// <summary>The value followed by the shortened ids.</summary>
    public string ToIdentifiedText() =>
        $"{ValueText.Format(Value)} ({string.Join(", ", ((object?[])Identity!).Select(id => RecordId.Shorten((string)id!)))})";
}

/// <summary>The named values of a run, by category.</summary>
internal sealed class ComparisonFacts
{
    private readonly Dictionary<ComparisonCategory, List<ComparisonFact>> facts = [];
    private readonly Dictionary<(ComparisonCategory, string), ComparisonFact> byName = [];

    private ComparisonFacts(string runId, bool isRanked) => (RunId, IsRanked) = (runId, isRanked);

    public string RunId { get; }

    /// <summary>Whether the run can be the best.</summary>
    public bool IsRanked { get; }

    public IReadOnlyList<ComparisonFact> this[ComparisonCategory category] => facts.GetValueOrDefault(category) ?? [];

    public ComparisonFact? Find(ComparisonCategory category, string foldedName) => byName.GetValueOrDefault((category, foldedName));

    public static ComparisonFacts Of(Run run, IEnumerable<RunInput> inputs, RunRanking ranking)
    {
        var all = new ComparisonFacts(run.Id, ranking.Includes(run.Status));
        all.Add(ComparisonCategory.Run, Known(RunFacts.OfRun, run));
        all.Add(ComparisonCategory.Parameter, FlatValues.Of(run.Parameters).Select(p => new ComparisonFact(p.Key, p.Value)));
        all.Add(ComparisonCategory.Metric, OfMetrics(run, ranking.Statistic));
        all.Add(ComparisonCategory.Tag, FlatValues.Of(run.Tags).Select(p => new ComparisonFact(p.Key, p.Value ?? true)));
        all.Add(ComparisonCategory.Code, Known(RunFacts.OfCode, run));
        all.Add(ComparisonCategory.Environment, Known(RunFacts.OfEnvironment, run));
        all.Add(ComparisonCategory.Input, OfInputs(inputs));
        return all;
    }

    private void Add(ComparisonCategory category, IEnumerable<ComparisonFact> added)
    {
        List<ComparisonFact> list = facts[category] = [.. added];
        foreach (ComparisonFact fact in list) byName.TryAdd((category, Names.Fold(fact.Name)), fact);
    }

    // A best value needs a goal.
    private static IEnumerable<ComparisonFact> OfMetrics(Run run, MetricStatistic statistic) =>
        from pair in FlatValues.Of(run.MetricStatistics)
        let series = (Metric)pair.Value!
        where statistic != MetricStatistic.Best || series.Goal is not null
        let value = statistic.Of(series)
        select new ComparisonFact(pair.Key, value, value, series);

    // Two inputs with the same name are equal only if they are the same record, because an artifact can be replaced.
    private static IEnumerable<ComparisonFact> OfInputs(IEnumerable<RunInput> inputs) => inputs
        .GroupBy(i => i.Role is null ? $"{i.Kind}" : $"{i.Kind} {i.Role}", StringComparer.OrdinalIgnoreCase)
        .Select(group =>
        {
            RunInput[] things = [.. group.OrderBy(i => i.Name, StringComparer.OrdinalIgnoreCase).ThenBy(i => i.TargetId, StringComparer.Ordinal)];
            object value = things.Length == 1 ? things[0].Name : things.Select(i => (object?)i.Name).ToArray();
            return new ComparisonFact(group.Key, value, things.Select(i => (object?)i.TargetId).ToArray());
        });

    private static IEnumerable<ComparisonFact> Known(IEnumerable<RunFact> known, Run run) =>
        from fact in known
        let value = fact.Read(run)
        where value is not null and not ""
        select new ComparisonFact(fact.Name, value);
}
