namespace ExperimentTracker;

/// <summary>Statistics of a metric over a group of runs. A statistic that needs more values than there are is <see langword="null"/>.</summary>
public sealed record RunMeasure
{
    /// <summary>The values that the runs of the group share, by grouping key; empty if the runs were not grouped.</summary>
    public required NamedValues Group { get; init; }

    /// <summary>The name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>The statistic of the metric that was used for each run.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The unit, if all runs have the same.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal, if all runs have the same.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The number of runs with a value.</summary>
    public required int Count { get; init; }

    /// <summary>The number of runs whose value is NaN; the other statistics ignore them.</summary>
    public int NaNCount { get; init; }

    /// <summary>The number of runs without the metric.</summary>
    public int MissingCount { get; init; }

    /// <summary>The arithmetic mean.</summary>
    public double? Mean { get; init; }

    /// <summary>The sample standard deviation, with the divisor n − 1; for at least two values.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>The lowest value.</summary>
    public double? Min { get; init; }

    /// <summary>The middle value, or the mean of the two middle values.</summary>
    public double? Median { get; init; }

    /// <summary>The highest value.</summary>
    public double? Max { get; init; }

    /// <summary>The confidence level of the interval, between 0 and 1.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>The lower bound of the confidence interval of the mean; for at least two values.</summary>
    public double? ConfidenceLow { get; init; }

    /// <summary>The upper bound of the confidence interval of the mean; for at least two values.</summary>
    public double? ConfidenceHigh { get; init; }

    /// <summary>The mean, its interval and the number of runs.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Metric} {Mean:G6} [{ConfidenceLow:G6}, {ConfidenceHigh:G6}] of {Count} run{(Count == 1 ? "" : "s")}");
}
