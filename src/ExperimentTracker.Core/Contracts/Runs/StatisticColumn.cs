namespace ExperimentTracker.Contracts.Runs;

/// <summary>A statistic of those series of many runs that have the same key, label, unit and goal.</summary>
public sealed record StatisticColumn
{
    /// <summary>The key of the series.</summary>
    public required string Key { get; init; }

    /// <summary>The label of the series, or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The unit of the values, or <see langword="null"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal, or <see langword="null"/> if none was set.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The positions of the runs in <see cref="StatisticTable.RunIds"/>, in any order.</summary>
    public required IReadOnlyList<int> Runs { get; init; }

    /// <summary>The values of these runs, in the same order; NaN as <see cref="MetricStatistics.Of"/> returns it.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The name of the metric.</summary>
    public string Name => Metric.NameOf(Key, Label);
}
