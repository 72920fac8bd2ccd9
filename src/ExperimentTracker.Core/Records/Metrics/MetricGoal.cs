namespace ExperimentTracker;

/// <summary>Whether lower or higher values of a metric are better.</summary>
public enum MetricGoal
{
    /// <summary>Lower is better.</summary>
    Minimize = 1,

    /// <summary>Higher is better.</summary>
    Maximize = 2,
}
