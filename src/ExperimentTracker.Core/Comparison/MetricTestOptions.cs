namespace ExperimentTracker.Comparison;

/// <summary>Options that define when a metric is worse than its baseline.</summary>
public sealed record MetricTestOptions
{
    /// <summary>The method of the test.</summary>
    public MetricTestMethod Method { get; init; }

    /// <summary>The goal of the metric; <see langword="null"/> for the goal that the runs have.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The statistic of the metric to compare.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The absolute tolerance, in the unit of the metric; at least 0.</summary>
    public double Tolerance { get; init; }

    /// <summary>The relative tolerance, as a fraction of the baseline's absolute value; at least 0. The larger of the two tolerances applies.</summary>
    public double RelativeTolerance { get; init; }

    /// <summary>For a statistical method, the significance level: the probability, between 0 and 1, that a run which is not worse fails.</summary>
    public double SignificanceLevel { get; init; } = 0.05;

    /// <summary>Whether the test passes while there are too few runs for a baseline.</summary>
    public bool AllowMissingBaseline { get; init; }
}
