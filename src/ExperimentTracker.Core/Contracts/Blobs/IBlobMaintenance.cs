namespace ExperimentTracker.Contracts.Blobs;

/// <summary>
/// Maintenance of blobs. The rows of the store decide which blobs are deleted, and which are being added; a backend only lists and deletes. Deletions are
/// repeatable: the row of a blob is deleted after its bytes, and a collection that was interrupted between them deletes the bytes again.
/// </summary>
public interface IBlobMaintenance
{
    /// <summary>
    /// How long bytes may be in place before the commit that refers to them: a garbage collection deletes no blob that was added or announced within this
    /// time. Zero for a backend that puts bytes in place inside the transaction.
    /// </summary>
    TimeSpan Grace { get; }

    /// <summary>
    /// Whether <see cref="MoveToQuarantine"/> is possible. Where it is not, a garbage collection deletes blobs that no record refers to when they are older
    /// than <see cref="Grace"/>.
    /// </summary>
    bool HasQuarantine { get; }

    /// <summary>Returns everything among the blobs.</summary>
    IEnumerable<BlobFile> List(CancellationToken cancellation);

    /// <summary>The digest of a blob by its location; <see langword="null"/> if the location is not that of an existing blob.</summary>
    string? DigestAt(string location);

    /// <summary>The size of a blob in bytes, or <see langword="null"/> if it is missing.</summary>
    long? SizeOf(string digest);

    /// <summary>Deletes a blob, if it exists.</summary>
    void Delete(string digest);

    /// <summary>The location of intact bytes of a missing blob in a quarantine, or where former versions left them; <see langword="null"/> if there are none.</summary>
    string? FindElsewhere(string digest);

    /// <summary>Moves bytes that <see cref="FindElsewhere"/> found back to their place.</summary>
    void MoveBack(string location, string digest);

    /// <summary>Moves a blob to a quarantine, and returns its location there.</summary>
    string MoveToQuarantine(string digest, string quarantine);

    /// <summary>Returns what interrupted operations left beside the blobs.</summary>
    /// <param name="begunBefore">Only what was begun at or before this time, in UTC, where its owner cannot be asked.</param>
    IReadOnlyList<BlobLeftover> Leftovers(DateTime begunBefore);

    /// <summary>Deletes something that <see cref="Leftovers"/> returned.</summary>
    void DeleteLeftover(BlobLeftover leftover);
}

/// <summary>A file or object among the blobs.</summary>
/// <param name="Location">Its location.</param>
/// <param name="Digest">The digest that follows from its location; <see langword="null"/> for one that is not a blob.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="WrittenAt">When it was written, in UTC, by the clock of the backend.</param>
public sealed record BlobFile(string Location, string? Digest, long Size, DateTime WrittenAt);

/// <summary>Something that an interrupted operation left beside the blobs.</summary>
/// <param name="Location">Its location.</param>
/// <param name="Digest">The digest of the blob whose bytes it has, if it was one; then it is kept while that blob is missing and needed.</param>
/// <param name="Id">What the backend needs to delete it.</param>
/// <param name="UploadOf">The digest of the blob that it would have become, if it was announced; then it is no leftover within the grace of the announcement.</param>
public sealed record BlobLeftover(string Location, string? Digest, string Id, string? UploadOf = null);
