namespace ExperimentTracker;

/// <summary>Which projects, experiments, trials or models to give; every condition that is set must hold.</summary>
public sealed record CatalogQuery
{
    /// <summary>These ids only.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Candidates for an identity: its id, the start or the end of its id, or its name in any case.</summary>
    public string? Identity { get; init; }

    /// <summary>Names that begin so, in any case; a narrowing for wildcards.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>For experiments: of this project only.</summary>
    public string? ProjectId { get; init; }

    /// <summary>For trials: of this experiment only.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Live records, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }
}
