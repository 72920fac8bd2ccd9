namespace ExperimentTracker;

/// <summary>The result of testing whether a metric of one or more runs is worse than a baseline, or beyond a limit.</summary>
public sealed record MetricTest
{
    /// <summary>The name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether the metric is not worse than allowed. False if it is missing or NaN.</summary>
    public required bool Passed { get; init; }

    /// <summary>A sentence that says why the test passed or failed.</summary>
    public required string Reason { get; init; }

    /// <summary>The statistical method.</summary>
    public MetricTestMethod Method { get; init; }

    /// <summary>The statistic of the metric that was compared.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The goal of the metric; <see langword="null"/> if a value was missing and no goal was set.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The path of the tested run; for several runs, that of the first and the number of others.</summary>
    public required string Run { get; init; }

    /// <summary>The ids of the tested runs.</summary>
    public required IReadOnlyList<string> RunId { get; init; }

    /// <summary>The value; for several runs their mean, or for Mann-Whitney their median; <see langword="null"/> if it is missing.</summary>
    public double? Value { get; init; }

    /// <summary>The mean of the baseline, for Mann-Whitney its median, or <see langword="null"/> if there is none.</summary>
    public double? Baseline { get; init; }

    /// <summary>The number of runs with a value in the baseline.</summary>
    public int BaselineCount { get; init; }

    /// <summary>The ids of those runs.</summary>
    public IReadOnlyList<string> BaselineRunId { get; init; } = [];

    /// <summary>The value minus the baseline.</summary>
    public double? Difference { get; init; }

    /// <summary>The difference as a fraction of the baseline's absolute value; <see langword="null"/> if that is 0 and the difference is not.</summary>
    public double? RelativeDifference { get; init; }

    /// <summary>How much worse than the baseline the value may be, in the unit of the metric.</summary>
    public double? Allowed { get; init; }

    /// <summary>
    /// The value at which the test would have failed: the baseline, changed by the allowed worsening and by what chance explains. Mann-Whitney has none.
    /// </summary>
    public double? Limit { get; init; }

    /// <summary>For a test of limits, the lowest value that passes, or <see langword="null"/>.</summary>
    public double? Minimum { get; init; }

    /// <summary>For a test of limits, the highest value that passes, or <see langword="null"/>.</summary>
    public double? Maximum { get; init; }

    /// <summary>
    /// For a statistical method, the one-sided probability of a value this bad or worse, if the true value is worse by exactly the allowed amount.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>For a statistical method, the probability below which the test fails.</summary>
    public double? SignificanceLevel { get; init; }

    /// <summary>For a statistical method, the degrees of freedom of Student's t.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>
    /// For a statistical method, the size of the difference, with its sign: Cliff's delta (the rank-biserial correlation, from −1 to 1) for Mann-Whitney, and
    /// Hedges' g for the others.
    /// </summary>
    public double? EffectSize { get; init; }

    /// <summary>For Mann-Whitney, the number of pairs of a tested run and a baseline run in which the tested run is higher; equal values count one half.</summary>
    public double? U { get; init; }

    /// <summary>The reason.</summary>
    public override string ToString() => $"{(Passed ? "Passed" : "Failed")}: {Reason}";
}
