namespace ExperimentTracker.Contracts.Datasets;

/// <summary>A query for live datasets, sorted by name. All conditions that are set must be true.</summary>
public sealed record DatasetQuery
{
    /// <summary>Only records with these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only candidates for an identity: its id, the start or the end of its id, or its name, ignoring case.</summary>
    public string? Identity { get; init; }

    /// <summary>Only names with this prefix, ignoring case; narrows a search with wildcards.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Only datasets that one of these experiments uses, by id.</summary>
    public IReadOnlyCollection<string>? ExperimentIds { get; init; }

    /// <summary>Only datasets that this encoder encodes, by its exact type.</summary>
    public string? EncoderType { get; init; }
}
