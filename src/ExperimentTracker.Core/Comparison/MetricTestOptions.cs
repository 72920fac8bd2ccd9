namespace ExperimentTracker.Comparison;

/// <summary>What counts as worse.</summary>
public sealed record MetricTestOptions
{
    /// <summary>How to decide.</summary>
    public MetricTestMethod Method { get; init; }

    /// <summary>Which direction is better; <see langword="null"/> to go by what the runs say.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>Which number of the metric stands for a run.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>How much worse is no failure, in the unit of the metric; 0 or more.</summary>
    public double Tolerance { get; init; }

    /// <summary>How much worse is no failure, as a fraction of the baseline's absolute value; 0 or more. The larger of the two counts.</summary>
    public double RelativeTolerance { get; init; }

    /// <summary>With a statistical method: how often a run that is no worse may fail, between 0 and 1.</summary>
    public double SignificanceLevel { get; init; } = 0.05;

    /// <summary>Whether a test passes as long as there are too few runs to be a baseline.</summary>
    public bool AllowMissingBaseline { get; init; }
}
