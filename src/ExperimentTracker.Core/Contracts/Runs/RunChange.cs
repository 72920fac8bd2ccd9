namespace ExperimentTracker.Contracts.Runs;

/// <summary>A change of a run, in one transaction. A property that is <see langword="null"/> keeps its value.</summary>
public sealed record RunChange : RunNotes
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The id of the experiment to move the run to, with those of its descendants that are in the same experiment. Numbers stay unless another run of that experiment
    /// has them; a run that gets another number keeps the one it had as its origin.
    /// </summary>
    public string? ExperimentId { get; init; }

    /// <summary>The id of the new parent; <c>''</c> removes the parent.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>
    /// The new status, according to the lifecycle; the current status changes nothing. A run that is started in this way has no process as its owner.
    /// </summary>
    public RunStatus? Status { get; init; }

    /// <summary>The user who changes the status: <c>user@host</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>Named files outside of the store, to add as references: locations by key. The location of an existing key is replaced.</summary>
    public NamedValues Files { get; init; } = NamedValues.Empty;

    /// <summary>Whether the work tree had uncommitted changes.</summary>
    public bool? GitDirty { get; init; }
}
