namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>An artifact to commit: staged bytes, staged files, or a digest and size of what is elsewhere.</summary>
public sealed record ArtifactDraft
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>What kind of record owns it: <see cref="RecordType.Run"/> or <see cref="RecordType.Experiment"/>.</summary>
    public required RecordType OwnerType { get; init; }

    /// <summary>The id of its owner.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The epoch of the run that it belongs to: its id or its number; or <see langword="null"/>.</summary>
    public string? Epoch { get; init; }

    /// <summary>The result of the run that it belongs to: its id or its number; or <see langword="null"/>.</summary>
    public string? Result { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>What it is.</summary>
    public ArtifactKind Kind { get; init; }

    /// <summary>What it is for, in the user's own words.</summary>
    public string? Type { get; init; }

    /// <summary>The media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>What to keep with it, a value of the domain (see <see cref="NamedValues"/>).</summary>
    public object? Config { get; init; }

    /// <summary>The staged bytes, of anything but a folder.</summary>
    public IStagedBlob? Blob { get; init; }

    /// <summary>The staged files of a folder.</summary>
    public IReadOnlyList<StagedFile> Files { get; init; } = [];

    /// <summary>The digest, when the bytes are elsewhere and it is known.</summary>
    public string? Digest { get; init; }

    /// <summary>The size in bytes, when the bytes are elsewhere and it is known.</summary>
    public long? Size { get; init; }

    /// <summary>The place a reference names.</summary>
    public string? Location { get; init; }

    /// <summary>Whether other content under the key is replaced.</summary>
    public bool Replace { get; init; }
}
