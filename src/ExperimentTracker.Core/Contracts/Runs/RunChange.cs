namespace ExperimentTracker.Contracts.Runs;

/// <summary>A change to a run, in one transaction: what is <see langword="null"/> stays as it is.</summary>
public sealed record RunChange : RunNotes
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new parent; <c>''</c> takes it away.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The status to take, by the lifecycle; the one it has changes nothing. No process is noted as the owner of a run started so.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Who changes the status: <c>user@host</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>Named files outside of the store, to note as references: places by key. A key that is there takes the new place.</summary>
    public NamedValues Files { get; init; } = NamedValues.Empty;

    /// <summary>What was found out about uncommitted changes.</summary>
    public bool? GitDirty { get; init; }
}
