using ExperimentTracker.Statistics;
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
        var goals = metrics.ToDictionary(m => m, m => MetricGoals.Common(SeriesOf(runs, m)), StringComparer.Ordinal);
        if (statistic == MetricStatistic.Best && metrics.FirstOrDefault(m => goals[m] is null) is { } without) throw ComparisonErrors.GoalUnknown(without);
        return runs.GroupBy(run => keys.Select(k => k.Of(run)).ToArray(), SameValue.Instance)
            .OrderBy(group => (object?[])group.Key!, GroupOrder.Instance)
            .SelectMany(group => metrics.Select(metric => Measure([.. group], metric) with
            {
                Group = new(keys.Zip((object?[])group.Key!, (k, value) => KeyValuePair.Create(k.Text, value))),
            }));

        RunMeasure Measure(Run[] group, string metric)
        {
            Metric[] series = [.. SeriesOf(group, metric)];
            var sample = Sample.Of(series.Select(s => statistic.Of(s, goals[metric])));
            (double Low, double High)? interval = sample.ConfidenceInterval(confidenceLevel);
            return new()
            {
                Group = NamedValues.Empty,
                Metric = metric,
                Statistic = statistic,
                Unit = MetricGoals.CommonUnit(series),
                Goal = MetricGoals.Common(series),
                Count = sample.Count,
                NaNCount = sample.NaNCount,
                MissingCount = group.Length - series.Length,
                Mean = sample.Mean,
                StandardDeviation = sample.StandardDeviation,
                Min = sample.Min,
                Median = sample.Median,
                Max = sample.Max,
                ConfidenceLevel = confidenceLevel,
                ConfidenceLow = interval?.Low,
                ConfidenceHigh = interval?.High,
            };
        }
    }

    private static IEnumerable<Metric> SeriesOf(IEnumerable<Run> runs, string metric) => runs.Select(r => r.MetricStatistics[metric]).OfType<Metric>();

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
