namespace ExperimentTracker.Charts;

/// <summary>The horizontal axis of a chart.</summary>
public enum ChartXAxis
{
    /// <summary>The steps of the points.</summary>
    Step,

    /// <summary>The local time when the points were measured.</summary>
    Time,

    /// <summary>The time since the first drawn point of the run.</summary>
    Elapsed,
}
