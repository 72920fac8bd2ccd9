using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Deletes unreferenced blobs; see <see cref="BlobIntake"/>. The transaction that marks them checks the references again and is flushed to disk before bytes
/// are deleted, so that no power loss restores a reference to deleted bytes.
/// </summary>
internal sealed class ContentSweep(Database database, BlobIntake intake, StorePins pins)
{
    // The number of blobs per transaction, all of which take one flush.
    private const int BatchSize = 32;

    /// <summary>Sweeps all unreferenced blobs. The caller has the turn of the collection.</summary>
    /// <returns>The number of deleted blobs, their size, the number of leftovers, and whether the sweep stopped because blobs are pinned.</returns>
    public (long Count, long Bytes, int Leftovers, bool IsPostponed) Run(Action<long> done, CancellationToken cancellation)
    {
        intake.FinishDeletions(cancellation);
        long latest = intake.LatestToDelete, count = 0, bytes = 0;
        foreach (string[] batch in database.Read(connection => BlobRows.Unreferenced(connection, latest), cancellation).Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Delete(connection => BlobRows.Mark(connection, batch, latest), cancellation) is not { } deleted) return (count, bytes, 0, true);
            count += deleted.Count;
            bytes += deleted.Sum(blob => blob.Size);
            done(batch.Length);
            TransactionBatches.Pause(cancellation);
        }

        (int leftovers, bool isPostponed) = SweepLeftovers(cancellation);
        return (count, bytes, leftovers, isPostponed);
    }

    private (int Count, bool IsPostponed) SweepLeftovers(CancellationToken cancellation)
    {
        var leftovers = new BlobLeftovers(database, intake);
        int count = 0;
        foreach (BlobFileBatch strays in leftovers.Strays(cancellation))
        {
            if (Delete(connection => BlobRows.MarkUnknown(connection, strays.Sizes), cancellation) is not { } deleted) return (count, true);
            count += deleted.Count;
        }

        return (count + leftovers.Delete(cancellation), false);
    }

    /// <returns>The deleted blobs; <see langword="null"/> if a process holds a pin.</returns>
    private List<(string Digest, long Size)>? Delete(Func<StoreConnection, List<(string Digest, long Size)>> mark, CancellationToken cancellation)
    {
        List<(string Digest, long Size)>? marked = database.WriteFlushed(connection => pins.AreHeld(connection) ? null : mark(connection), cancellation);
        if (marked is { Count: > 0 }) intake.Delete([.. marked.Select(blob => blob.Digest)], cancellation);
        return marked;
    }
}
