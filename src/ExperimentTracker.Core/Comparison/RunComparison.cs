using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>A comparison of runs side by side.</summary>
public sealed record RunComparison
{
    /// <summary>The runs, the reference first.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>The names of the runs' columns, in the order of the runs.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>
    /// The rows of the comparison: by category, and within it parameters, metrics, tags and inputs by name. Rows with equal values in all runs are
    /// included; see <see cref="ComparisonRow.IsDifferent"/>.
    /// </summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    /// <summary>Compares runs with the first one, by the last values of their metrics.</summary>
    /// <param name="runs">At least two different runs.</param>
    /// <param name="inputs">The inputs of all runs (<see cref="IRunInputStore.List"/>).</param>
    /// <exception cref="TrackerException"><c>TooFewRuns</c>.</exception>
    public static RunComparison Of(IReadOnlyList<Run> runs, IEnumerable<RunInput> inputs) => Of(runs, inputs, RunRanking.Default);

    /// <summary>Compares runs with the first one.</summary>
    /// <param name="runs">At least two different runs.</param>
    /// <param name="inputs">The inputs of all runs (<see cref="IRunInputStore.List"/>).</param>
    /// <param name="statistic">The statistic of metrics to compare.</param>
    /// <exception cref="TrackerException"><c>TooFewRuns</c>.</exception>
    public static RunComparison Of(IReadOnlyList<Run> runs, IEnumerable<RunInput> inputs, MetricStatistic statistic) =>
        Of(runs, inputs, new RunRanking { Statistic = statistic });

    /// <summary>Compares runs with the first one.</summary>
    /// <param name="runs">At least two different runs.</param>
    /// <param name="inputs">The inputs of all runs (<see cref="IRunInputStore.List"/>).</param>
    /// <param name="ranking">The statistic of metrics to compare, and the statuses of the runs that can be the best.</param>
    /// <exception cref="TrackerException"><c>TooFewRuns</c>.</exception>
    public static RunComparison Of(IReadOnlyList<Run> runs, IEnumerable<RunInput> inputs, RunRanking ranking)
    {
        if (runs.Count < 2) throw ComparisonErrors.TooFewRuns(runs.Count);
        IReadOnlyList<string> columns = RunColumns.NamesOf(runs);
        ILookup<string, RunInput> inputsOf = inputs.ToLookup(i => i.RunId);
        ComparisonFacts[] facts = [.. runs.Select(r => ComparisonFacts.Of(r, inputsOf[r.Id], ranking))];
        return new() { Runs = runs, Columns = columns, Rows = [.. Enum.GetValues<ComparisonCategory>().SelectMany(c => RowsOf(c, facts, columns, ranking))] };
    }

    private static IEnumerable<ComparisonRow> RowsOf(ComparisonCategory category, ComparisonFacts[] facts, IReadOnlyList<string> columns, RunRanking ranking)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ComparisonFact fact in facts.SelectMany(f => f[category])) names.TryAdd(Names.Fold(fact.Name), fact.Name);
        IEnumerable<string> order = category is ComparisonCategory.Run or ComparisonCategory.Code or ComparisonCategory.Environment
            ? names.Keys
            : names.Keys.Order(StringComparer.Ordinal);
        return order.Select(key => Row(category, names[key], [.. facts.Select(f => f.Find(category, key))], facts, columns, ranking));
    }

    private static ComparisonRow Row(
        ComparisonCategory category, string name, ComparisonFact?[] found, ComparisonFacts[] facts, IReadOnlyList<string> columns, RunRanking ranking)
    {
        Metric[] series = [.. found.Select(f => f?.Series).OfType<Metric>()];
        MetricGoal? goal = MetricGoals.Common(series);
        bool isDifferent = !AllSame(found, f => f.Identity);

        // Artifacts with the same name differ only in their ids.
        if (isDifferent && AllSame(found, f => f.Value)) found = [.. found.Select(f => f! with { Value = f.ToIdentifiedText() })];
        ComparisonCell[] cells = [.. found.Select((fact, i) => Cell(fact, found[0], goal) with { Column = columns[i], RunId = facts[i].RunId, IsRanked = fact?.Series is not null && facts[i].IsRanked })];
        return new()
        {
            Category = category,
            Name = name,
            IsDifferent = isDifferent,
            Unit = MetricGoals.CommonUnit(series),
            Goal = goal,
            Statistic = series.Length > 0 ? ranking.Statistic : null,
            Cells = cells,
        };
    }

    private static bool AllSame(ComparisonFact?[] found, Func<ComparisonFact, object?> what) => found.All(f =>
        (f is null) == (found[0] is null) && (f is null || SameValue.Instance.Equals(what(f), what(found[0]!))));

    private static ComparisonCell Cell(ComparisonFact? fact, ComparisonFact? reference, MetricGoal? goal)
    {
        var cell = new ComparisonCell { Column = "", RunId = "", HasValue = fact is not null, Value = fact?.Value };
        if (fact?.Series is null || reference?.Series is null || ReferenceEquals(fact, reference)) return cell;

        double value = (double)fact.Value!, than = (double)reference.Value!;
        double difference = value == than ? 0 : value - than;
        return cell with
        {
            Difference = double.IsFinite(difference) ? difference : null,
            RelativeDifference = difference == 0 ? 0 : double.IsFinite(difference / than) ? difference / Math.Abs(than) : null,
            IsBetter = value == than || (double.IsNaN(value) && double.IsNaN(than)) ? null : goal?.IsBetter(value, than),
        };
    }
}
