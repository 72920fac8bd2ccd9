namespace ExperimentTracker.Contracts.Catalog;

/// <summary>A query for projects, experiments, trials or models. All conditions that are set must be true.</summary>
public sealed record CatalogQuery
{
    /// <summary>Only records with these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only candidates for an identity: its id, the start or the end of its id, or its name, ignoring case.</summary>
    public string? Identity { get; init; }

    /// <summary>Only names with this prefix, ignoring case; narrows a search with wildcards.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>For experiments and models, only those of this project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>For trials, only those of this experiment.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Live records, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }
}
