using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Runs a garbage collection: marks removed records, deletes their rows, then the unreferenced blobs, and frees the space. Each part continues after
/// an interruption when the next collection begins.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="pins">The pins of the store.</param>
/// <param name="turn">The right to collect.</param>
internal sealed class Collector(SqliteDatabase database, BlobIntake intake, StorePins pins, CollectionTurn turn)
{
    // The number of pages to free in one step: 1 MiB.
    private const int BatchSize = 256;

    public CollectionSummary Estimate(long removedBefore, CancellationToken cancellation)
    {
        var leftovers = new BlobLeftovers(database, intake);
        int left = leftovers.Beside(cancellation).Count + leftovers.Strays(cancellation).Sum(batch => batch.Files.Count);
        return database.Read(
            connection =>
            {
                CollectionSummary weight = CollectionEstimate.Of(connection, removedBefore, intake.LatestToDelete);
                Collectable.Forget(connection);
                return weight with { StagingFiles = left };
            },
            cancellation);
    }

    public CollectionSummary Collect(long removedBefore, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        database.CheckWritable();
        using IDisposable only = turn.Enter(cancellation);
        long size = database.Read(CollectionEstimate.FileBytes, cancellation);
        CollectionSummary expected = Estimate(removedBefore, cancellation), outcome = expected;
        if (expected.HasRecords)
        {
            outcome = database.WriteFlushed(connection => Mark(connection, removedBefore), cancellation);
            var rows = new Counter("Deleting records", outcome.Runs, progress);
            TransactionBatches.Run(database, connection => new CollectionSweep(connection, removedBefore).Steps(), rows.Add, cancellation);
        }

        var contents = new Counter("Deleting blobs", expected.Blobs, progress);
        (long count, long bytes, int leftovers, bool postponed) = new ContentSweep(database, intake, pins).Run(contents.Add, cancellation);
        ReleaseFreePages(progress, cancellation);
        return outcome with
        {
            Blobs = count,
            BlobBytes = bytes,
            DatabaseBytes = Math.Max(0, size - database.Read(CollectionEstimate.FileBytes, cancellation)),
            StagingFiles = leftovers,
            IsPostponed = postponed,
        };
    }

    // The decision and the counts use the same snapshot.
    private static CollectionSummary Mark(StoreConnection connection, long removedBefore)
    {
        CollectionSummary weight = CollectionEstimate.OfRecords(connection, removedBefore);
        CollectionMark.Set(connection);
        Collectable.Forget(connection);
        return weight;
    }

    private void ReleaseFreePages(IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        long free = database.Read(connection => connection.Number("PRAGMA freelist_count")!.Value, cancellation);
        var pages = new Counter("Returning free pages", free, progress);
        TransactionBatches.Run(database, Vacuum, pages.Add, cancellation);
        database.Checkpoint(cancellation);
    }

    private static IEnumerable<long> Vacuum(StoreConnection connection)
    {
        while (connection.Number("PRAGMA freelist_count") is > 0 and { } before)
        {
            connection.Script($"PRAGMA incremental_vacuum({BatchSize})");
            long after = connection.Number("PRAGMA freelist_count")!.Value;
            if (after >= before) yield break;
            yield return before - after;
        }
    }

    private sealed class Counter(string step, long total, IProgress<MaintenanceProgress>? progress)
    {
        private long done;

        public void Add(long more) => progress?.Report(new MaintenanceProgress(step, done += more, total));
    }
}
