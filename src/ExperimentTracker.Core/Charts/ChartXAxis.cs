namespace ExperimentTracker.Charts;

/// <summary>What the points of a chart are placed by, from left to right.</summary>
public enum ChartXAxis
{
    /// <summary>Their steps.</summary>
    Step,

    /// <summary>The local time when they were taken.</summary>
    Time,

    /// <summary>The time since the first point of their run that is drawn.</summary>
    Elapsed,
}
