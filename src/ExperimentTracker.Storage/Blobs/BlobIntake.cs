using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Adds and deletes bytes together with their rows. A writer announces bytes before it looks whether they are there. A collector marks blobs that no record
/// refers to and that nobody announced within the grace, deletes their bytes, and then their rows. A writer that meets a marked blob waits until its row is
/// gone, and writes the bytes again; if the collector was killed, the writer finishes its work.
/// </summary>
internal sealed class BlobIntake(Database database, IBlobs blobs, IBlobMaintenance maintenance, CollectionTurn turn)
{
    // The number of blobs per transaction.
    private const int BatchSize = 32;

    // A collector deletes a batch within some milliseconds, and in an object store within a second.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The backend.</summary>
    public IBlobs Blobs => blobs;

    /// <summary>The maintenance of the backend.</summary>
    public IBlobMaintenance Maintenance => maintenance;

    /// <summary>The latest time at which a blob that can be deleted was announced or stored, in UTC ticks.</summary>
    public long LatestToDelete => maintenance.Grace == TimeSpan.Zero ? long.MaxValue : UtcTicks.Now(database.Options.Time) - maintenance.Grace.Ticks;

    /// <summary>Stages bytes; see <see cref="IBlobs.Stage"/>.</summary>
    public StagedContent Stage(Stream content, bool replace, IProgress<long>? progress, CancellationToken cancellation)
    {
        string? announced = null;
        try
        {
            IStagedBytes bytes = blobs.Stage(
                content,
                new BlobStaging
                {
                    Announce = (digest, size) =>
                    {
                        announced = digest;
                        Announce(digest, size, cancellation);
                    },
                    Replace = replace,
                    Progress = progress,
                },
                cancellation);
            return new StagedContent(this, bytes, announced is not null);
        }
        catch
        {
            if (announced is not null) Release(announced);
            throw;
        }
    }

    /// <summary>Waits while a blob is being deleted.</summary>
    public void AwaitDeletion(string digest, CancellationToken cancellation)
    {
        while (database.Read(connection => BlobRows.StateOf(connection, digest), cancellation) == BlobState.Deleting)
        {
            using IDisposable? ours = turn.TryEnter();
            if (ours is not null) FinishDeletions(cancellation);
            else cancellation.WaitHandle.WaitOne(Pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Deletes the blobs that a collector marked before it was killed. The caller has the turn.</summary>
    public void FinishDeletions(CancellationToken cancellation)
    {
        foreach (string[] batch in database.Read(BlobRows.BeingDeleted, cancellation).Chunk(BatchSize)) Delete(batch, cancellation);
    }

    /// <summary>Deletes the bytes of marked blobs, and then their rows. The caller has the turn.</summary>
    public void Delete(IReadOnlyList<string> marked, CancellationToken cancellation)
    {
        foreach (string digest in marked)
        {
            database.Options.Reached(FaultPoints.Discarding);
            DeleteBytes(digest, cancellation);
            database.Options.Reached(FaultPoints.Discarded);
        }

        database.Write(connection => BlobRows.Forget(connection, marked), cancellation);
    }

    /// <summary>
    /// Deletes the bytes that were announced and are not needed, at once if no process collects. Otherwise, and if it fails, a garbage collection deletes them
    /// when they are older than the grace.
    /// </summary>
    internal void Release(string digest)
    {
        try
        {
            if (database.IsDisposed || database.Read(connection => BlobRows.StateOf(connection, digest), CancellationToken.None) != BlobState.Announced) return;
            using IDisposable? ours = turn.TryEnter();
            if (ours is null) return;
            List<(string Digest, long Size)> marked = database.WriteFlushed(
                connection => BlobRows.StateOf(connection, digest) == BlobState.Announced ? BlobRows.Mark(connection, [digest], long.MaxValue) : [], CancellationToken.None);
            if (marked.Count > 0) Delete([digest], CancellationToken.None);
        }
        catch (TrackerException)
        {
            // The error that led here is the one to report.
        }
    }

    private void Announce(string digest, long size, CancellationToken cancellation)
    {
        while (!database.Write(connection => BlobRows.Announce(connection, digest, size), cancellation)) AwaitDeletion(digest, cancellation);
    }

    // Bytes that the service refuses to delete, for example those of an immutable bucket, stay; without the mark, they can be added again.
    private void DeleteBytes(string digest, CancellationToken cancellation)
    {
        try
        {
            maintenance.Delete(digest);
        }
        catch (TrackerException e) when (e.Kind == TrackerErrorKind.PermissionDenied)
        {
            database.Write(connection => BlobRows.Unmark(connection, digest), cancellation);
            throw;
        }
    }
}
