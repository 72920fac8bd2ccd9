using ExperimentTracker.Contracts.Artifacts;

namespace ExperimentTracker.Contracts.Blobs;

/// <summary>
/// The storage of blobs, once per digest. Bytes are staged first, outside of any transaction; keeping them inside the transaction that refers to them makes
/// them part of the store. A backend may put bytes in place when they are staged; it announces that before, so that no garbage collection deletes them.
/// </summary>
public interface IBlobs : IDisposable
{
    /// <summary>Hashes bytes and saves them, so that <see cref="Keep"/> can make them a blob.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="staging">What the backend has to report, and how.</param>
    /// <param name="cancellation">Cancels the operation and deletes what was saved.</param>
    /// <exception cref="TrackerException"><c>StoreUnavailable</c>, <c>ArtifactsUnreachable</c> or <c>ArtifactsAccessDenied</c>.</exception>
    IStagedBytes Stage(Stream content, BlobStaging staging, CancellationToken cancellation);

    /// <summary>
    /// Makes staged bytes a blob. It is called inside a write transaction, under which no garbage collection begins to delete the blob, so it must not wait
    /// for a network.
    /// </summary>
    /// <param name="staged">The staged bytes.</param>
    /// <param name="replace">Whether to replace the bytes of an existing blob, which may be damaged.</param>
    void Keep(IStagedBytes staged, bool replace);

    /// <summary>Whether a blob exists; its bytes are not checked.</summary>
    bool Has(string digest);

    /// <summary>Opens a blob, or returns <see langword="null"/> if it is missing. Reading may throw an <see cref="IOException"/>.</summary>
    Stream? Open(string digest);

    /// <summary>The location of a blob, for display: a path within the store's folder, or an address.</summary>
    string LocationOf(string digest);
}

/// <summary>Bytes that were staged by a backend. Disposing deletes a copy that was made for them alone.</summary>
public interface IStagedBytes : IStagedBlob
{
    /// <summary>Whether the bytes were written for this; otherwise the backend already had a blob of that digest, whose bytes it did not check.</summary>
    bool IsWritten { get; }
}

/// <summary>What a backend reports while it stages bytes.</summary>
public sealed record BlobStaging
{
    /// <summary>
    /// Called with digest and size before bytes are put where a reader or a garbage collection sees them, or are found there. It waits while a blob of that
    /// digest is being deleted. Backends that put bytes in place only in <see cref="IBlobs.Keep"/> do not call it.
    /// </summary>
    public required Action<string, long> Announce { get; init; }

    /// <summary>Whether to write the bytes even if there is a blob of that digest, which may be damaged.</summary>
    public bool Replace { get; init; }

    /// <summary>Receives the number of bytes that were read since the last report.</summary>
    public IProgress<long>? Progress { get; init; }
}
