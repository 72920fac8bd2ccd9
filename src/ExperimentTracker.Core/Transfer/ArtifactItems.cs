namespace ExperimentTracker.Transfer;

/// <summary>An artifact of a run or an experiment; its bytes are transferred separately.</summary>
public sealed record TransferArtifact : TransferItem
{
    /// <summary>The artifact.</summary>
    [Flattened]
    public required Artifact Artifact { get; init; }

    /// <summary>The id of the run that owns it, or <see langword="null"/>.</summary>
    public string? RunId { get; init; }

    /// <summary>The id of the experiment that owns it, or <see langword="null"/>.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The files of a folder.</summary>
    public IReadOnlyList<ArtifactFile> Files { get; init; } = [];
}

/// <summary>An input of a run.</summary>
public sealed record TransferInput : TransferItem
{
    /// <summary>The input.</summary>
    [Flattened]
    public required RunInput Input { get; init; }
}
