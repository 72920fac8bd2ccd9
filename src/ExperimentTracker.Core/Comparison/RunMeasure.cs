namespace ExperimentTracker;

/// <summary>What a metric is over a group of runs. What there are too few values for is <see langword="null"/>.</summary>
public sealed record RunMeasure
{
    /// <summary>What the runs of the group have in common, by the text of each key they were grouped by; empty when they were not grouped.</summary>
    public required NamedValues Group { get; init; }

    /// <summary>The name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Which number of the metric stands for a run.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The unit, when the runs agree on it.</summary>
    public string? Unit { get; init; }

    /// <summary>Which direction is better, when the runs agree on it.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The number of runs with a value.</summary>
    public required int Count { get; init; }

    /// <summary>The number of runs whose value is NaN; they are left out of everything else.</summary>
    public int NaNCount { get; init; }

    /// <summary>The number of runs without the metric.</summary>
    public int MissingCount { get; init; }

    /// <summary>The arithmetic mean.</summary>
    public double? Mean { get; init; }

    /// <summary>The sample standard deviation, with the divisor n − 1; of two values or more.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>The lowest value.</summary>
    public double? Min { get; init; }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public double? Median { get; init; }

    /// <summary>The highest value.</summary>
    public double? Max { get; init; }

    /// <summary>The confidence of the interval, between 0 and 1.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>The lower end of the confidence interval of the mean; of two values or more.</summary>
    public double? ConfidenceLow { get; init; }

    /// <summary>The upper end of the confidence interval of the mean; of two values or more.</summary>
    public double? ConfidenceHigh { get; init; }

    /// <summary>The mean, its interval and the number of runs.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Metric} {Mean:G6} [{ConfidenceLow:G6}, {ConfidenceHigh:G6}] of {Count} run{(Count == 1 ? "" : "s")}");
}
