namespace ExperimentTracker;

/// <summary>What a check of stored bytes found.</summary>
public enum ArtifactHealth
{
    /// <summary>Every byte is as it was added.</summary>
    Intact = 0,

    /// <summary>Bytes have changed.</summary>
    Corrupt = 1,

    /// <summary>Bytes are gone.</summary>
    Missing = 2,

    /// <summary>The store does not hold the bytes, so they cannot be checked.</summary>
    NotStored = 3,
}

/// <summary>The result of checking one artifact's bytes against its digest.</summary>
public sealed record ArtifactCheck
{
    /// <summary>The artifact.</summary>
    public required Artifact Artifact { get; init; }

    /// <summary>The key.</summary>
    public string Key => Artifact.Key;

    /// <summary>The name of the owner; of a run, the path.</summary>
    public string Owner => Artifact.Owner;

    /// <summary>What was found.</summary>
    public required ArtifactHealth Health { get; init; }

    /// <summary>The digest that did not match or whose bytes are missing; of a folder, of the first such file.</summary>
    public string? Digest { get; init; }

    /// <summary>Within a folder, the path of the first file that is not intact.</summary>
    public string? File { get; init; }

    /// <summary>Whether every byte is as it was added. False for what the store does not hold.</summary>
    public bool IsIntact => Health == ArtifactHealth.Intact;
}
