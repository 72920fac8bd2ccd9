using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Maintenance;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>Also returns the free pages of the database file.</summary>
internal sealed class SqliteCollector(SqliteDatabase database, BlobIntake intake, StorePins pins, CollectionTurn turn) : Collector(database, intake, pins, turn)
{
    // The number of pages to free in one step: 1 MiB.
    private const int BatchSize = 256;

    protected override void ReleaseSpace(IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        long free = database.Read(FreePages, cancellation);
        var pages = new Counter("Returning free pages", free, progress);
        TransactionBatches.Run(database, [Vacuum], pages.Add, cancellation);
        database.Checkpoint(cancellation);
    }

    private static long? Vacuum(StoreConnection connection)
    {
        long before = FreePages(connection);
        if (before == 0) return null;
        connection.Script($"PRAGMA incremental_vacuum({BatchSize})");
        long freed = before - FreePages(connection);
        return freed > 0 ? freed : null;
    }

    private static long FreePages(StoreConnection connection) => connection.Number("PRAGMA freelist_count")!.Value;
}
