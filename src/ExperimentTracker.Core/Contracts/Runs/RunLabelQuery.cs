using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Contracts.Runs;

/// <summary>A query for the identifying properties of runs, newest first. All conditions that are set must be true.</summary>
public sealed record RunLabelQuery
{
    /// <summary>The prefix of the name, path, id or short id, ignoring case. It only narrows, so the result can contain others.</summary>
    public string? Beginning { get; init; }

    /// <summary>Only runs of these experiments.</summary>
    public IReadOnlyCollection<string>? ExperimentIds { get; init; }

    /// <summary>Live records, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }
}
