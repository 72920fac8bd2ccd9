namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>
/// Artifacts in a store. Bytes are staged first and then committed: the transaction that refers to staged bytes makes them part of the store, once
/// per content.
/// </summary>
public interface IArtifactStore
{
    /// <summary>
    /// Copies bytes to a staging area, hashes them and flushes them to disk. If the store already has the content, it may only be hashed and not
    /// copied.
    /// </summary>
    /// <param name="open">Opens the bytes at their beginning. Called again if an existing blob is deleted before the commit.</param>
    /// <param name="progress">Receives the number of bytes that were read since the last report.</param>
    /// <param name="cancellation">Cancels the operation and deletes the staged bytes.</param>
    IStagedBlob Stage(Func<Stream> open, IProgress<long>? progress, CancellationToken cancellation);

    /// <summary>
    /// Creates artifacts from staged bytes. The same content under the same key and step changes nothing. If an existing blob was deleted since it was staged,
    /// its bytes are copied now, in their current state.
    /// </summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>ExperimentNotFound</c>, <c>EpochNotFound</c>, <c>ResultNotFound</c>,
    /// <c>RecordRemoved</c>, <c>ArtifactExists</c>, <c>InvalidArtifactKey</c>, <c>InvalidStep</c> or <c>InvalidDigest</c>.
    /// </exception>
    IReadOnlyList<Artifact> Commit(IReadOnlyList<ArtifactDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns artifacts.</summary>
    IReadOnlyList<Artifact> Query(ArtifactQuery query, CancellationToken cancellation);

    /// <summary>Returns the files of a folder artifact, sorted by path; an empty list for other kinds.</summary>
    IReadOnlyList<ArtifactFile> Files(string artifactId, CancellationToken cancellation);

    /// <summary>Opens stored bytes without checking them; the caller must check the digest.</summary>
    /// <returns>The bytes, or <see langword="null"/> when they are missing.</returns>
    Stream? Open(string digest);

    /// <summary>Removes artifacts. Their bytes are kept until a garbage collection.</summary>
    void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
