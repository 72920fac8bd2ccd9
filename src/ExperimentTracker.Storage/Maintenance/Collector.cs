using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Runs a garbage collection: marks removed records, deletes their rows, then the unreferenced blobs, and frees the space. Each part continues after
/// an interruption when the next collection begins.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="pins">The pins of the store.</param>
/// <param name="turn">The right to collect.</param>
internal class Collector(Database database, BlobIntake intake, StorePins pins, CollectionTurn turn)
{
    public CollectionSummary Estimate(long removedBefore, CancellationToken cancellation)
    {
        var leftovers = new BlobLeftovers(database, intake);
        int left = leftovers.Beside(cancellation).Count + leftovers.Strays(cancellation).Sum(batch => batch.Files.Count);
        return database.ReadWithTemporaryTables(
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
        long size = database.Read(SizeOf, cancellation);
        CollectionSummary expected = Estimate(removedBefore, cancellation), outcome = expected;
        bool isPinned = false;
        if (expected.HasRecords)
        {
            // A merge in several transactions refers to records that it found in the first.
            CollectionSummary? marked = database.WriteFlushed(connection => database.IsRemote && pins.AreHeld(connection) ? null : Mark(connection, removedBefore), cancellation);
            (outcome, isPinned) = (marked ?? new CollectionSummary { Kept = expected.Kept }, marked is null);
            var rows = new Counter("Deleting records", outcome.Runs, progress);
            TransactionBatches.Run(database, CollectionSweep.Steps(removedBefore), rows.Add, cancellation);
        }

        var contents = new Counter("Deleting blobs", expected.Blobs, progress);
        (long count, long bytes, int leftovers, bool postponed) = new ContentSweep(database, intake, pins).Run(contents.Add, cancellation);
        ReleaseSpace(progress, cancellation);
        return outcome with
        {
            Blobs = count,
            BlobBytes = bytes,
            DatabaseBytes = Math.Max(0, size - database.Read(SizeOf, cancellation)),
            StagingFiles = leftovers,
            IsPostponed = postponed || isPinned,
        };
    }

    private static long SizeOf(StoreConnection connection) => connection.DatabaseSize;

    // The decision and the counts use the same snapshot.
    private static CollectionSummary Mark(StoreConnection connection, long removedBefore)
    {
        CollectionSummary weight = CollectionEstimate.OfRecords(connection, removedBefore);
        CollectionMark.Set(connection);
        Collectable.Forget(connection);
        return weight;
    }

    /// <summary>Returns the space of deleted rows to the system, if the engine does not do so by itself.</summary>
    protected virtual void ReleaseSpace(IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
    }

    /// <summary>Reports the progress of a step.</summary>
    protected sealed class Counter(string step, long total, IProgress<MaintenanceProgress>? progress)
    {
        private long done;

        /// <summary>Adds to what is done.</summary>
        public void Add(long more) => progress?.Report(new MaintenanceProgress(step, done += more, total));
    }
}
