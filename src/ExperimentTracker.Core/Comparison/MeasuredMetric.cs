using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Comparison;

/// <summary>The values of a metric in the runs that are measured, by the positions of the runs.</summary>
internal sealed class MeasuredMetric
{
    private readonly double[] values;

    // 0 for a run without the metric.
    private readonly int[] kinds;
    private readonly List<(string? Unit, MetricGoal? Goal)> known = [];

    private MeasuredMetric(string name, int runs) => (Name, values, kinds) = (name, new double[runs], new int[runs]);

    /// <summary>The name, as it was asked for.</summary>
    public string Name { get; }

    /// <summary>The common goal of all runs that have one.</summary>
    public MetricGoal? Goal => MetricGoals.Common(known.Select(k => k.Goal));

    /// <summary>Reads a statistic of a metric from runs.</summary>
    /// <exception cref="TrackerException"><c>GoalUnknown</c>: the best value of a metric without a goal.</exception>
    public static MeasuredMetric Of(IReadOnlyList<Run> runs, string name, MetricStatistic statistic)
    {
        var metric = new MeasuredMetric(name, runs.Count);
        Metric?[] series = [.. runs.Select(r => r.MetricStatistics[name] as Metric)];
        MetricGoal? goal = MetricGoals.Common(series.Select(s => s?.Goal));
        if (statistic == MetricStatistic.Best && goal is null) throw ComparisonErrors.GoalUnknown(name);
        for (int i = 0; i < series.Length; i++) if (series[i] is { } one) metric.Set(i, statistic.Of(one, goal), one.Unit, one.Goal);
        return metric;
    }

    /// <summary>Reads a metric from a table whose names are distinct.</summary>
    public static MeasuredMetric Of(StatisticTable table, string name)
    {
        var metric = new MeasuredMetric(name, table.RunIds.Count);
        foreach (StatisticColumn column in table.Columns.Where(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            for (int i = 0; i < column.Runs.Count; i++) metric.Set(column.Runs[i], column.Values[i], column.Unit, column.Goal);
        }

        return metric;
    }

    /// <summary>Calculates the measure of a group of runs.</summary>
    public RunMeasure Measure(IReadOnlyList<int> runs, MetricStatistic statistic, double confidenceLevel, NamedValues group)
    {
        var having = new bool[known.Count + 1];
        var sample = new List<double>(runs.Count);
        foreach (int run in runs)
        {
            having[kinds[run]] = true;
            if (kinds[run] > 0) sample.Add(values[run]);
        }

        (string? Unit, MetricGoal? Goal)[] found = [.. known.Where((_, i) => having[i + 1])];
        var of = Statistics.Sample.Of(sample);
        (double Low, double High)? interval = of.ConfidenceInterval(confidenceLevel);
        return new()
        {
            Group = group,
            Metric = Name,
            Statistic = statistic,
            Unit = MetricGoals.CommonUnit(found.Select(k => k.Unit)),
            Goal = MetricGoals.Common(found.Select(k => k.Goal)),
            Count = of.Count,
            NaNCount = of.NaNCount,
            MissingCount = runs.Count - sample.Count,
            Mean = of.Mean,
            StandardDeviation = of.StandardDeviation,
            Min = of.Min,
            Median = of.Median,
            Max = of.Max,
            ConfidenceLevel = confidenceLevel,
            ConfidenceLow = interval?.Low,
            ConfidenceHigh = interval?.High,
        };
    }

    private void Set(int run, double value, string? unit, MetricGoal? goal)
    {
        int kind = known.Count > 0 && known[^1] == (unit, goal) ? known.Count : known.IndexOf((unit, goal)) + 1;
        if (kind == 0)
        {
            known.Add((unit, goal));
            kind = known.Count;
        }

        (values[run], kinds[run]) = (value, kind);
    }
}
