namespace ExperimentTracker;

/// <summary>Whether a metric of a run, or of several, is worse than a baseline, and why.</summary>
public sealed record MetricTest
{
    /// <summary>The name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether it is not worse than is allowed. What is missing or NaN is.</summary>
    public required bool Passed { get; init; }

    /// <summary>Why it passed or failed, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>How it was decided.</summary>
    public MetricTestMethod Method { get; init; }

    /// <summary>Which number of the metric stands for a run.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>Which direction is better; <see langword="null"/> when a value was missing and nobody said.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>Where the tested run is found; of several, the first and how many others.</summary>
    public required string Run { get; init; }

    /// <summary>The ids of the tested runs.</summary>
    public required IReadOnlyList<string> RunId { get; init; }

    /// <summary>The value, the mean of several; <see langword="null"/> when it is missing.</summary>
    public double? Value { get; init; }

    /// <summary>The mean of the baseline, or <see langword="null"/> without one.</summary>
    public double? Baseline { get; init; }

    /// <summary>The number of runs with a value in the baseline.</summary>
    public int BaselineCount { get; init; }

    /// <summary>The ids of those runs.</summary>
    public IReadOnlyList<string> BaselineRunId { get; init; } = [];

    /// <summary>The value less the baseline.</summary>
    public double? Difference { get; init; }

    /// <summary>The difference as a fraction of the baseline's absolute value; <see langword="null"/> when that is 0 and the difference is not.</summary>
    public double? RelativeDifference { get; init; }

    /// <summary>How much worse than the baseline is allowed, in the unit of the metric.</summary>
    public double? Allowed { get; init; }

    /// <summary>The value beyond which it would have failed: what is allowed and what chance explains, away from the baseline.</summary>
    public double? Limit { get; init; }

    /// <summary>
    /// With a statistical method: the probability of a value this bad or worse when the true one is worse by just what is allowed; one-sided.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>With a statistical method: the probability below which the test fails.</summary>
    public double? SignificanceLevel { get; init; }

    /// <summary>With a statistical method: the degrees of freedom of Student's t.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>With a statistical method: Hedges' g of the difference, with its sign.</summary>
    public double? EffectSize { get; init; }

    /// <summary>The reason.</summary>
    public override string ToString() => $"{(Passed ? "Passed" : "Failed")}: {Reason}";
}
