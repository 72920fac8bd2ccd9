namespace ExperimentTracker;

/// <summary>Which direction of a metric is better.</summary>
public enum MetricGoal
{
    /// <summary>Lower is better.</summary>
    Minimize = 1,

    /// <summary>Higher is better.</summary>
    Maximize = 2,
}
