using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Maintenance;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>The maintenance of a store in a file or in memory.</summary>
/// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory.</param>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="pins">The pins of the store.</param>
/// <param name="turn">The right to collect.</param>
/// <param name="killOrphanedRuns">Ends the orphaned runs.</param>
internal sealed class SqliteMaintenance(
    StoreFiles? files, SqliteDatabase database, BlobIntake intake, StorePins pins, CollectionTurn turn, Func<CancellationToken, int> killOrphanedRuns)
    : StoreMaintenance(PathOf(files), database, intake, turn, new SqliteCollector(database, intake, pins, turn))
{
    protected override string DatabaseName => files is null ? PathOf(files) : StoreFiles.DatabaseName;

    public override IReadOnlyList<StoreRepair> Repair(IReadOnlyList<StoreFinding> findings, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) =>
        new SqliteRepairer(files, database, Intake, killOrphanedRuns).Run(findings, progress, cancellation);

    public override StoreBackup Backup(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) =>
        new StoreCopy(PathOf(files), database, Intake, pins).Write(folder, replace, progress, cancellation);

    protected override IEnumerable<IEnumerable<StoreFinding>> DatabaseAreas(CancellationToken cancellation)
    {
        yield return Once(connection => DatabaseCheck.File(connection, DatabaseName, cancellation), cancellation);
        yield return Once(WalLoss.Find, cancellation);
        if (files is not null) yield return Abandoned(files.Locks, cancellation);
    }

    protected override IEnumerable<(string Table, string Target, long Rows)> BrokenConstraints(StoreConnection connection) => DatabaseCheck.BrokenConstraints(connection);

    private static string PathOf(StoreFiles? files) => files?.Folder ?? StoreErrors.InMemoryPath;

    private IEnumerable<StoreFinding> Abandoned(string locks, CancellationToken cancellation)
    {
        List<string> free = database.Read(connection => CounterCheck.FreeLocks(connection, locks), cancellation);
        return free.Count == 0 ? [] : Once(connection => CounterCheck.RunsWith(connection, free), cancellation);
    }
}
