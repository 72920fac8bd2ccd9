namespace ExperimentTracker.Points;

/// <summary>The raw values of a pipeline object's properties that describe a point; <see langword="null"/> for missing ones.</summary>
internal struct PointFields
{
    public object? Key;
    public object? Value;
    public object? Step;
    public object? Timestamp;
    public object? Label;
    public object? Unit;
    public object? Goal;

    /// <summary>A DBNull if the object has the property without a value, which does not mean the current run.</summary>
    public object? Run;
}
