using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Contracts.Models;

/// <summary>A query for model versions, sorted by model and newest first. All conditions that are set must be true.</summary>
public sealed record ModelVersionQuery
{
    /// <summary>Only records with these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only versions of these models.</summary>
    public IReadOnlyCollection<string>? ModelIds { get; init; }

    /// <summary>Only versions with this number.</summary>
    public long? Version { get; init; }

    /// <summary>Only versions with this alias, ignoring case.</summary>
    public string? Alias { get; init; }

    /// <summary>Only versions in this stage; with <see cref="AsOf"/>, in this stage at that time.</summary>
    public ModelStage? Stage { get; init; }

    /// <summary>The time, in UTC ticks, at which a version must have had <see cref="Stage"/>. Versions registered later are excluded.</summary>
    public long? AsOf { get; init; }

    /// <summary>Only versions that this run produced.</summary>
    public string? RunId { get; init; }

    /// <summary>Live versions of live models, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }
}
