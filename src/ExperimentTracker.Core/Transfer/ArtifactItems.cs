using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>An artifact of a run or of an experiment; its bytes travel beside it.</summary>
public sealed record TransferArtifact : TransferItem
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the run that owns it, or <see langword="null"/>.</summary>
    public string? RunId { get; init; }

    /// <summary>The id of the experiment that owns it, or <see langword="null"/>.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The id of the epoch it belongs to.</summary>
    public string? EpochId { get; init; }

    /// <summary>The id of the result it belongs to.</summary>
    public string? ResultId { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>What it is.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>What it is for.</summary>
    public string? Type { get; init; }

    /// <summary>The media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>The size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The digest.</summary>
    public string? Digest { get; init; }

    /// <summary>Who holds the bytes: <see cref="Artifact.StoreBackend"/> or <see cref="Artifact.ExternalBackend"/>.</summary>
    public required string Backend { get; init; }

    /// <summary>Where the bytes are.</summary>
    public string? Location { get; init; }

    /// <summary>Its configuration.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The files of a folder.</summary>
    public IReadOnlyList<ArtifactFile> Files { get; init; } = [];

    /// <summary>When it was added.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was removed.</summary>
    public DateTime? RemovedAt { get; init; }
}

/// <summary>Something a run consumed.</summary>
public sealed record TransferInput : TransferItem
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>What it is.</summary>
    public required RunInputKind Kind { get; init; }

    /// <summary>The id of the artifact, model version or dataset.</summary>
    public required string TargetId { get; init; }

    /// <summary>What it was used as.</summary>
    public string? Role { get; init; }

    /// <summary>When it was noted.</summary>
    public required DateTime CreatedAt { get; init; }
}
