namespace ExperimentTracker;

/// <summary>A change to what stays open on a run in any status: what is <see langword="null"/> stays as it is.</summary>
public sealed record RunChange
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new description; <c>''</c> takes it away.</summary>
    public string? Description { get; init; }

    /// <summary>The new parent; <c>''</c> takes it away.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>What was found out about uncommitted changes.</summary>
    public bool? GitDirty { get; init; }
}
