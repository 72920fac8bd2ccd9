namespace ExperimentTracker;

/// <summary>Which datasets to give; every condition that is set must hold. Live ones only, by name.</summary>
public sealed record DatasetQuery
{
    /// <summary>These ids only.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Candidates for an identity: its id, the start or the end of its id, or its name in any case.</summary>
    public string? Identity { get; init; }

    /// <summary>Names that begin so, in any case; a narrowing for wildcards.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Used by these experiments, by id.</summary>
    public IReadOnlyCollection<string>? ExperimentIds { get; init; }

    /// <summary>Encoded by this encoder, by its exact type.</summary>
    public string? EncoderType { get; init; }
}
