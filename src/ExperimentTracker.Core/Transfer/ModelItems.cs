namespace ExperimentTracker;

/// <summary>A registered model with its versions.</summary>
public sealed record TransferModel : TransferNamed
{
    /// <summary>The id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<TransferTag> Tags { get; init; } = [];

    /// <summary>The number the next version gets.</summary>
    public required long NextVersion { get; init; }

    /// <summary>Its versions, oldest first.</summary>
    public IReadOnlyList<TransferModelVersion> Versions { get; init; } = [];

    /// <summary>Its aliases.</summary>
    public IReadOnlyList<TransferAlias> Aliases { get; init; } = [];
}

/// <summary>An alias of a version.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="VersionId">The id of the version it names.</param>
public sealed record TransferAlias(string Alias, string VersionId);

/// <summary>A version of a model.</summary>
public sealed record TransferModelVersion
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The number.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required ModelStage Stage { get; init; }

    /// <summary>The id of the run that produced it.</summary>
    public string? RunId { get; init; }

    /// <summary>The id of the artifact that holds its bytes.</summary>
    public string? ArtifactId { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>The store where it had another number, if it had.</summary>
    public string? OriginStoreId { get; init; }

    /// <summary>The number it had there.</summary>
    public long? OriginVersion { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it was removed.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<TransferTag> Tags { get; init; } = [];

    /// <summary>The changes of its stage, oldest first.</summary>
    public IReadOnlyList<TransferStageChange> History { get; init; } = [];
}

/// <summary>One change of the stage of a version.</summary>
/// <param name="From">The stage before, or <see langword="null"/> for the first.</param>
/// <param name="To">The stage after.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
public sealed record TransferStageChange(ModelStage? From, ModelStage To, DateTime ChangedAt, string? Reason = null, string? Actor = null);
