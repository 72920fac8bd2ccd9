using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Deletes unreferenced blobs. Under the write lock the references are checked again, the files are moved to the trash, and the rows are deleted;
/// after the commit, which is flushed to disk, the files are deleted. A writer that adds such a blob meanwhile waits for the lock, finds no file and
/// writes it.
/// </summary>
internal sealed class ContentSweep(Database database, IBlobMaintenance maintenance)
{
    // The number of blobs per transaction: each takes a rename under the write lock, and all of them one flush.
    private const int BatchSize = 32;

    /// <summary>Sweeps all unreferenced blobs.</summary>
    /// <returns>The number of deleted blobs, their size, and whether the sweep stopped because blobs are pinned.</returns>
    public (long Count, long Bytes, bool IsPostponed) Run(Action<long> done, CancellationToken cancellation)
    {
        FinishTrash(cancellation);
        List<string> candidates = database.Read(
            connection => connection.Query($"SELECT digest FROM blobs b WHERE NOT {BlobReferences.Any("b.digest")}", row => row.GetString(0)), cancellation);
        long count = 0, bytes = 0;
        foreach (string[] batch in candidates.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            List<(string Digest, long Size)>? moved = database.WriteFlushed(connection => MoveToTrash(connection, batch), cancellation);
            if (moved is null) return (count, bytes, true);
            foreach ((string digest, long size) in moved)
            {
                database.Options.Reached(FaultPoints.Discarding);
                maintenance.Discard(digest);
                count++;
                bytes += size;
            }

            done(batch.Length);
            TransactionBatches.Pause(cancellation);
        }

        return (count, bytes, false);
    }

    // A collector that was killed between moving and deleting leaves unreferenced blobs. If a blob is referred to nevertheless, it is moved back.
    private void FinishTrash(CancellationToken cancellation)
    {
        foreach (string[] batch in maintenance.Trash().Chunk(BatchSize))
        {
            bool pinned = database.WriteFlushed(connection => MoveToTrash(connection, batch) is null || !MoveBack(connection, batch), cancellation);
            if (pinned) return;
            foreach (string digest in batch) maintenance.Discard(digest);
        }
    }

    private bool MoveBack(StoreConnection connection, string[] digests)
    {
        foreach (string digest in digests)
        {
            bool lost = maintenance.SizeOf(digest) is null && connection.Scalar($"SELECT 1 WHERE {BlobReferences.Any("@1")}", digest) is not null;
            if (lost && maintenance.FindElsewhere(digest) is { } place) maintenance.MoveBack(place, digest);
        }

        return true;
    }

    private List<(string Digest, long Size)>? MoveToTrash(StoreConnection connection, string[] digests)
    {
        if (maintenance.IsPinned()) return null;
        var moved = new List<(string, long)>();
        foreach (string digest in digests)
        {
            long? size = connection.Number($"DELETE FROM blobs WHERE digest = @1 AND NOT {BlobReferences.Any("@1")} RETURNING size", digest);
            if (size is null) continue;
            maintenance.MoveToTrash(digest);
            connection.Options.Reached(FaultPoints.Trashed);
            moved.Add((digest, size.Value));
        }

        return moved;
    }
}
