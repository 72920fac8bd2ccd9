namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>
/// Artifacts in a store. Bytes go in by stage → commit: staged bytes become part of the store, once per content, in the
/// transaction that names them.
/// </summary>
public interface IArtifactStore
{
    /// <summary>
    /// Copies bytes beside the store, hashes them and flushes them to disk. A content that the store has may be recognised by its hash instead, and is
    /// not copied then.
    /// </summary>
    /// <param name="open">Opens the bytes at their beginning; called once more when a content that was recognised is gone before it is committed.</param>
    /// <param name="progress">Told how many bytes more were taken.</param>
    /// <param name="cancellation">Stops and leaves nothing behind.</param>
    IStagedBlob Stage(Func<Stream> open, IProgress<long>? progress, CancellationToken cancellation);

    /// <summary>
    /// Makes artifacts of staged bytes. The same content under the same key changes nothing. A content that was recognised and is gone since is copied
    /// now, as it is by now.
    /// </summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>ExperimentNotFound</c>, <c>EpochNotFound</c>, <c>ResultNotFound</c>,
    /// <c>RecordRemoved</c>, <c>ArtifactExists</c>, <c>InvalidArtifactKey</c> or <c>InvalidDigest</c>.
    /// </exception>
    IReadOnlyList<Artifact> Commit(IReadOnlyList<ArtifactDraft> drafts, CancellationToken cancellation);

    /// <summary>Gives artifacts.</summary>
    IReadOnlyList<Artifact> Query(ArtifactQuery query, CancellationToken cancellation);

    /// <summary>The files of a folder artifact by path; empty for other kinds.</summary>
    IReadOnlyList<ArtifactFile> Files(string artifactId, CancellationToken cancellation);

    /// <summary>Opens stored bytes as they are; who reads them checks the digest.</summary>
    /// <returns>The bytes, or <see langword="null"/> when they are missing.</returns>
    Stream? Open(string digest);

    /// <summary>Removes artifacts, softly; their bytes stay until the store is optimised.</summary>
    void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
