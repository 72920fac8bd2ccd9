namespace ExperimentTracker;

/// <summary>Whether lower or higher values of a metric are better.</summary>
public enum MetricGoal : long
{
    /// <summary>Lower is better.</summary>
    Minimize = 1,

    /// <summary>Higher is better.</summary>
    Maximize = 2,
}
