namespace ExperimentTracker;

/// <summary>What can be said of a run at any time, from when it is created. In a change, <see langword="null"/> says nothing.</summary>
public abstract record RunNotes
{
    /// <summary>What the run is about, or <see langword="null"/>; in a change, <c>''</c> takes it away.</summary>
    public string? Description { get; init; }
}
