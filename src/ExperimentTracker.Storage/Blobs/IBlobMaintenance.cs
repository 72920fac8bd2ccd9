namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Looking after contents. They leave the store in two steps: into the trash under the write lock, when nothing names them, and from there for
/// good after the commit.
/// </summary>
internal interface IBlobMaintenance
{
    /// <summary>All files among the contents.</summary>
    IEnumerable<BlobFile> List();

    /// <summary>The digest of a content by its place within the store; <see langword="null"/> when no content lies there.</summary>
    string? DigestAt(string location);

    /// <summary>The size of a content in bytes, or <see langword="null"/> when it is missing.</summary>
    long? SizeOf(string digest);

    /// <summary>Moves a content into the trash, if it is there.</summary>
    void MoveToTrash(string digest);

    /// <summary>The digests of what is in the trash.</summary>
    IReadOnlyList<string> Trash();

    /// <summary>Deletes what is in the trash under a digest.</summary>
    void Discard(string digest);

    /// <summary>Where whole bytes of a missing content are, in the trash or in a quarantine; <see langword="null"/> when nowhere.</summary>
    string? FindElsewhere(string digest);

    /// <summary>Moves bytes that <see cref="FindElsewhere"/> found to their place.</summary>
    void MoveBack(string location, string digest);

    /// <summary>Moves a content into a quarantine, and gives its place there.</summary>
    string MoveToQuarantine(string digest, string quarantine);

    /// <summary>What processes which are gone had begun to take in: places within the store.</summary>
    IReadOnlyList<string> Abandoned();

    /// <summary>Deletes a file that <see cref="Abandoned"/> gave.</summary>
    void DeleteAbandoned(string location);

    /// <summary>Keeps all contents where they are, in whatever process contents are collected, until it is let go.</summary>
    /// <returns>The pin, or <see langword="null"/> where none can be set and nobody collects.</returns>
    IDisposable? Pin();

    /// <summary>Whether somebody holds a pin.</summary>
    bool IsPinned();
}

/// <summary>A file among the contents.</summary>
/// <param name="Location">Its place within the store.</param>
/// <param name="Digest">The digest that its place says; <see langword="null"/> for a file that is no content.</param>
internal sealed record BlobFile(string Location, string? Digest);
