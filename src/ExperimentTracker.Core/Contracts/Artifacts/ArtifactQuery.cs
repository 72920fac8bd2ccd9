namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>A query for live artifacts of live owners, sorted by owner, key and step; those without a step come first. All conditions that are set must be true.</summary>
public sealed record ArtifactQuery
{
    /// <summary>Only records with these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only artifacts of owners of this kind.</summary>
    public RecordType? OwnerType { get; init; }

    /// <summary>Only artifacts of these owners.</summary>
    public IReadOnlyCollection<string>? OwnerIds { get; init; }

    /// <summary>Only artifacts of these steps.</summary>
    public IReadOnlyCollection<long>? Steps { get; init; }

    /// <summary>Only artifacts of the epoch with this id.</summary>
    public string? EpochId { get; init; }

    /// <summary>Only artifacts of the result with this id.</summary>
    public string? ResultId { get; init; }

    /// <summary>Only artifacts with exactly this digest.</summary>
    public string? Digest { get; init; }
}
