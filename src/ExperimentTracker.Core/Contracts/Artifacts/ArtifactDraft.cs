namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>An artifact to commit: staged bytes, staged files, or the digest and size of external content.</summary>
public sealed record ArtifactDraft
{
    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The kind of record that owns it: <see cref="RecordType.Run"/> or <see cref="RecordType.Experiment"/>.</summary>
    public required RecordType OwnerType { get; init; }

    /// <summary>The id of its owner.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The id or number of the epoch of the run that it belongs to; or <see langword="null"/>.</summary>
    public string? Epoch { get; init; }

    /// <summary>The id or number of the result of the run that it belongs to; or <see langword="null"/>.</summary>
    public string? Result { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The step that it shows, or <see langword="null"/>. Artifacts of one key at several steps are a series.</summary>
    public long? Step { get; init; }

    /// <summary>The kind of content.</summary>
    public ArtifactKind Kind { get; init; }

    /// <summary>What it is for, as the user named it.</summary>
    public string? Type { get; init; }

    /// <summary>The media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>Additional data of the user; see <see cref="NamedValues"/> for the supported types.</summary>
    public object? Config { get; init; }

    /// <summary>The staged bytes, unless the artifact is a folder.</summary>
    public IStagedBlob? Blob { get; init; }

    /// <summary>The staged files of a folder.</summary>
    public IReadOnlyList<StagedFile> Files { get; init; } = [];

    /// <summary>The digest of external content, if it is known.</summary>
    public string? Digest { get; init; }

    /// <summary>The size of external content in bytes, if it is known.</summary>
    public long? Size { get; init; }

    /// <summary>The location that a reference names.</summary>
    public string? Location { get; init; }

    /// <summary>Whether to replace an existing artifact with the same key and step, and other content.</summary>
    public bool Replace { get; init; }
}
