using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Contracts.Runs;

/// <summary>Whose labels to give; every condition that is set must hold. Newest first.</summary>
public sealed record RunLabelQuery
{
    /// <summary>Whose name, path, id or short id begins so, in any case; a narrowing, so that others may be among them.</summary>
    public string? Beginning { get; init; }

    /// <summary>Of these experiments only.</summary>
    public IReadOnlyCollection<string>? ExperimentIds { get; init; }

    /// <summary>Live records, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }
}
