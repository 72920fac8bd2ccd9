namespace ExperimentTracker.Points;

/// <summary>What an object of the pipeline says of points: the raw values of its properties, <see langword="null"/> for those it lacks.</summary>
internal struct PointFields
{
    public object? Key;
    public object? Value;
    public object? Step;
    public object? Timestamp;
    public object? Label;
    public object? Unit;
    public object? Goal;
    public object? Run;
}
