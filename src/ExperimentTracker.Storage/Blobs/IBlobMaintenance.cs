namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Maintenance of blobs. They are deleted in two steps: moved to the trash under the write lock when no row refers to them, and deleted after the
/// commit.
/// </summary>
internal interface IBlobMaintenance
{
    /// <summary>Returns all files among the blobs.</summary>
    IEnumerable<BlobFile> List();

    /// <summary>The digest of a blob by its location within the store; <see langword="null"/> if the location is not that of a blob.</summary>
    string? DigestAt(string location);

    /// <summary>The size of a blob in bytes, or <see langword="null"/> if it is missing.</summary>
    long? SizeOf(string digest);

    /// <summary>Moves a blob to the trash, if it exists.</summary>
    void MoveToTrash(string digest);

    /// <summary>The digests of the blobs in the trash.</summary>
    IReadOnlyList<string> Trash();

    /// <summary>Deletes a blob from the trash.</summary>
    void Discard(string digest);

    /// <summary>The location of intact bytes of a missing blob, in the trash or in a quarantine; <see langword="null"/> if there are none.</summary>
    string? FindElsewhere(string digest);

    /// <summary>Moves bytes that <see cref="FindElsewhere"/> found back to their path.</summary>
    void MoveBack(string location, string digest);

    /// <summary>Moves a blob to a quarantine, and returns its location there.</summary>
    string MoveToQuarantine(string digest, string quarantine);

    /// <summary>The locations of staging files whose process has ended.</summary>
    IReadOnlyList<string> Abandoned();

    /// <summary>Deletes a file that <see cref="Abandoned"/> returned.</summary>
    void DeleteAbandoned(string location);

    /// <summary>Prevents the deletion of blobs by any process until the pin is disposed.</summary>
    /// <returns>The pin, or <see langword="null"/> if none can be set and no process can collect.</returns>
    IDisposable? Pin();

    /// <summary>Whether any process holds a pin.</summary>
    bool IsPinned();
}

/// <summary>A file among the blobs.</summary>
/// <param name="Location">Its location within the store.</param>
/// <param name="Digest">The digest that follows from its location; <see langword="null"/> for a file that is not a blob.</param>
internal sealed record BlobFile(string Location, string? Digest);
