using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Values;

namespace ExperimentTracker.Comparison;

/// <summary>Calculates statistics of metrics over groups of runs.</summary>
public static class RunMeasures
{
    /// <summary>Returns one measure for each group and metric. Groups are sorted by their values, numbers by size; groups without the key are last.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="keys">The keys to group by; without a key all runs are one group.</param>
    /// <param name="metrics">The names of the metrics.</param>
    /// <param name="statistic">The statistic of a metric to use for each run.</param>
    /// <param name="confidenceLevel">The confidence level of the interval, between 0 and 1.</param>
    /// <exception cref="TrackerException"><c>GoalUnknown</c>: the best value of a metric without a goal.</exception>
    public static IEnumerable<RunMeasure> Of(
        IReadOnlyList<Run> runs, IReadOnlyList<GroupKey> keys, IReadOnlyList<string> metrics, MetricStatistic statistic, double confidenceLevel)
    {
        MeasuredMetric[] measured = [.. metrics.Select(name => MeasuredMetric.Of(runs, name, statistic))];
        return Of(runs.Count, keys.Count == 0 ? null : runs, keys, measured, statistic, confidenceLevel);
    }

    /// <summary>Returns the same measures from a table with the statistics of the runs, whose names are distinct.</summary>
    /// <param name="lowest">The table; for the best value, that of the lowest values.</param>
    /// <param name="highest">For the best value, the table of the highest values.</param>
    /// <param name="runs">The runs of the table, in its order, with what the keys read from them; not used without a key.</param>
    /// <param name="keys">The keys to group by; without a key all runs are one group.</param>
    /// <param name="metrics">The names of the metrics.</param>
    /// <param name="statistic">The statistic of a metric to use for each run.</param>
    /// <param name="confidenceLevel">The confidence level of the interval, between 0 and 1.</param>
    /// <exception cref="TrackerException"><c>GoalUnknown</c>: the best value of a metric without a goal.</exception>
    public static IEnumerable<RunMeasure> Of(
        StatisticTable lowest, StatisticTable? highest, IReadOnlyList<Run> runs, IReadOnlyList<GroupKey> keys, IReadOnlyList<string> metrics,
        MetricStatistic statistic, double confidenceLevel)
    {
        MeasuredMetric[] measured = [.. metrics.Select(name =>
        {
            var metric = MeasuredMetric.Of(lowest, name);
            if (highest is null) return metric;
            MetricGoal goal = metric.Goal ?? throw ComparisonErrors.GoalUnknown(name);
            return goal == MetricGoal.Minimize ? metric : MeasuredMetric.Of(highest, name);
        })];
        return Of(lowest.RunIds.Count, keys.Count == 0 ? null : runs, keys, measured, statistic, confidenceLevel);
    }

    private static IEnumerable<RunMeasure> Of(
        int count, IReadOnlyList<Run>? runs, IReadOnlyList<GroupKey> keys, MeasuredMetric[] metrics, MetricStatistic statistic, double confidenceLevel) =>
        Enumerable.Range(0, count).GroupBy(i => runs is null ? [] : keys.Select(k => k.Of(runs[i])).ToArray(), SameValue.Instance)
            .OrderBy(group => (object?[])group.Key!, GroupOrder.Instance)
            .SelectMany(group =>
            {
                var values = new NamedValues(keys.Zip((object?[])group.Key!, (k, value) => KeyValuePair.Create(k.Text, value)));
                int[] places = [.. group];
                return metrics.Select(metric => metric.Measure(places, statistic, confidenceLevel, values));
            });

    // Numbers before times before strings, each in their own order; missing values last.
    private sealed class GroupOrder : IComparer<object?[]>
    {
        public static GroupOrder Instance { get; } = new();

        public int Compare(object?[]? x, object?[]? y) => x!.Zip(y!, Compare).FirstOrDefault(order => order != 0);

        private static int Compare(object? a, object? b) => (a, b) switch
        {
            (long x, long y) => x.CompareTo(y),
            (long or double, long or double) => ToDouble(a).CompareTo(ToDouble(b)),
            (DateTime x, DateTime y) => x.ToUniversalTime().CompareTo(y.ToUniversalTime()),
            (TimeSpan x, TimeSpan y) => x.CompareTo(y),
            _ when Rank(a) != Rank(b) => Rank(a) - Rank(b),
            _ => string.Compare(ValueText.Format(a), ValueText.Format(b), StringComparison.OrdinalIgnoreCase),
        };

        private static double ToDouble(object number) => number is long integer ? integer : (double)number;

        private static int Rank(object? value) => value switch
        {
            bool => 0,
            long or double => 1,
            DateTime => 2,
            TimeSpan => 3,
            null => 5,
            _ => 4,
        };
    }
}
