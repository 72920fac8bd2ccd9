namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>Which artifacts to give; every condition that is set must hold. Live artifacts of live owners only, by owner and key.</summary>
public sealed record ArtifactQuery
{
    /// <summary>These ids only.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Of owners of this kind.</summary>
    public RecordType? OwnerType { get; init; }

    /// <summary>Of these owners only.</summary>
    public IReadOnlyCollection<string>? OwnerIds { get; init; }

    /// <summary>Of this epoch, by its id.</summary>
    public string? EpochId { get; init; }

    /// <summary>Of this result, by its id.</summary>
    public string? ResultId { get; init; }

    /// <summary>With exactly this digest.</summary>
    public string? Digest { get; init; }
}
