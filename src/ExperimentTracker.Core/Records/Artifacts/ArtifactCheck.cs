namespace ExperimentTracker;

/// <summary>The result of a check of stored bytes.</summary>
public enum ArtifactHealth : long
{
    /// <summary>The bytes are unchanged.</summary>
    Intact = 0,

    /// <summary>The bytes have changed.</summary>
    Corrupt = 1,

    /// <summary>The bytes are missing.</summary>
    Missing = 2,

    /// <summary>The store does not keep the bytes, so they cannot be checked.</summary>
    NotStored = 3,
}

/// <summary>The result of checking one artifact's bytes against its digest.</summary>
public sealed record ArtifactCheck
{
    /// <summary>The artifact.</summary>
    public required Artifact Artifact { get; init; }

    /// <summary>The key.</summary>
    public string Key => Artifact.Key;

    /// <summary>The name of the owner; for a run, the path.</summary>
    public string Owner => Artifact.Owner;

    /// <summary>The result of the check.</summary>
    public required ArtifactHealth Health { get; init; }

    /// <summary>The digest that did not match or whose bytes are missing; for a folder, that of the first such file.</summary>
    public string? Digest { get; init; }

    /// <summary>The path of the first damaged or missing file within a folder.</summary>
    public string? File { get; init; }

    /// <summary>Whether all bytes are unchanged. False for bytes that the store does not keep.</summary>
    public bool IsIntact => Health == ArtifactHealth.Intact;
}
