namespace ExperimentTracker;

/// <summary>The properties of a run that can be set at any time. In a change, <see langword="null"/> keeps the value.</summary>
public abstract record RunNotes
{
    /// <summary>The description, or <see langword="null"/>; in a change, <c>''</c> removes it.</summary>
    public string? Description { get; init; }
}
