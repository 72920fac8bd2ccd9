using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Contracts.Models;

/// <summary>Which versions to give; every condition that is set must hold. By model, the newest first.</summary>
public sealed record ModelVersionQuery
{
    /// <summary>These ids only.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Of these models only.</summary>
    public IReadOnlyCollection<string>? ModelIds { get; init; }

    /// <summary>With this number.</summary>
    public long? Version { get; init; }

    /// <summary>With this alias, in any case.</summary>
    public string? Alias { get; init; }

    /// <summary>In this stage; with <see cref="AsOf"/>, at that moment.</summary>
    public ModelStage? Stage { get; init; }

    /// <summary>The moment, in UTC ticks, at which <see cref="Stage"/> is asked for; versions registered later are left out.</summary>
    public long? AsOf { get; init; }

    /// <summary>Produced by this run.</summary>
    public string? RunId { get; init; }

    /// <summary>Live versions of live models, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }
}
