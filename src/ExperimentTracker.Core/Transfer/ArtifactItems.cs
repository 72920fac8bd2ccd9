namespace ExperimentTracker.Transfer;

/// <summary>An artifact of a run or of an experiment; its bytes travel beside it.</summary>
public sealed record TransferArtifact : TransferItem
{
    /// <summary>The artifact itself.</summary>
    [Flattened]
    public required Artifact Artifact { get; init; }

    /// <summary>The id of the run that owns it, or <see langword="null"/>.</summary>
    public string? RunId { get; init; }

    /// <summary>The id of the experiment that owns it, or <see langword="null"/>.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The files of a folder.</summary>
    public IReadOnlyList<ArtifactFile> Files { get; init; } = [];
}

/// <summary>Something a run consumed.</summary>
public sealed record TransferInput : TransferItem
{
    /// <summary>The input itself.</summary>
    [Flattened]
    public required RunInput Input { get; init; }
}
