using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Staged bytes, and whether they were announced. Disposing deletes them if no record refers to them.</summary>
internal sealed class StagedContent(BlobIntake intake, IStagedBytes bytes, bool isAnnounced) : IDisposable
{
    public string Digest => bytes.Digest;

    public long Size => bytes.Size;

    /// <summary>Whether the bytes are already where the blob is, or were found there.</summary>
    public bool IsAnnounced => isAnnounced;

    /// <summary>Whether the bytes were written for this, and not only found.</summary>
    public bool IsWritten => bytes.IsWritten;

    /// <summary>Whether <see cref="Keep"/> would refer to missing bytes, because a garbage collection deleted or deletes them.</summary>
    public bool IsLost(StoreConnection connection)
    {
        BlobState? state = BlobRows.StateOf(connection, Digest);
        return state == BlobState.Deleting || (isAnnounced && state is null);
    }

    /// <summary>Makes the bytes a blob, in the transaction that refers to it.</summary>
    public void Keep(StoreConnection connection, bool replace, long? sample)
    {
        intake.Blobs.Keep(bytes, replace);
        BlobRows.Store(connection, Digest, Size, sample);
    }

    public void Dispose()
    {
        bytes.Dispose();
        if (isAnnounced) intake.Release(Digest);
    }
}
