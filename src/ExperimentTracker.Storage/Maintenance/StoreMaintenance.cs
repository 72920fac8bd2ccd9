using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>The maintenance of a store.</summary>
/// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory.</param>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="pins">The pins of the store.</param>
/// <param name="turn">The right to collect.</param>
/// <param name="killOrphanedRuns">Ends the orphaned runs.</param>
internal sealed class StoreMaintenance(
    StoreFiles? files, SqliteDatabase database, BlobIntake intake, StorePins pins, CollectionTurn turn, Func<CancellationToken, int> killOrphanedRuns) : IStoreMaintenance
{
    private readonly Collector collector = new(database, intake, pins, turn);

    private string Path => files?.Folder ?? StoreErrors.InMemoryPath;

    public IEnumerable<StoreFinding> Check(bool quick, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new MaintenanceProgress("Checking the database", 0, 0));
        bool isCollecting = turn.IsTaken;
        string file = files is null ? Path : StoreFiles.DatabaseName;
        List<StoreFinding> ofFile = database.Read(connection => DatabaseCheck.File(connection, file, cancellation), cancellation);
        foreach (StoreFinding finding in ofFile) yield return finding;
        foreach (IEnumerable<StoreFinding> area in Areas(quick, isCollecting, progress, cancellation))
        {
            foreach (StoreFinding finding in Readable(area, Path, file)) yield return finding;
        }
    }

    public IReadOnlyList<StoreRepair> Repair(IReadOnlyList<StoreFinding> findings, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) =>
        new Repairer(files, database, intake, killOrphanedRuns).Run(findings, progress, cancellation);

    public CollectionSummary EstimateCollection(long? removedBefore, CancellationToken cancellation) => collector.Estimate(removedBefore ?? long.MaxValue, cancellation);

    public CollectionSummary Collect(long? removedBefore, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            return collector.Collect(removedBefore ?? long.MaxValue, progress, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(Path, e);
        }
    }

    public StoreBackup Backup(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) =>
        new StoreCopy(Path, database, intake, pins).Write(folder, replace, progress, cancellation);

    private IEnumerable<IEnumerable<StoreFinding>> Areas(bool quick, bool isCollecting, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        yield return Once(connection => DatabaseCheck.References(connection, isCollecting, cancellation), cancellation);
        yield return Once(WalLoss.Find, cancellation);
        yield return Once(CounterCheck.Counters, cancellation);
        if (files is not null) yield return Abandoned(files.Locks, cancellation);
        yield return Series(progress, cancellation);
        yield return new ContentCheck(database, intake).Run(quick, progress, cancellation);
        yield return new LeftoverCheck(database, intake).Run(isCollecting, cancellation);
    }

    private IEnumerable<StoreFinding> Once(Func<StoreConnection, List<StoreFinding>> check, CancellationToken cancellation)
    {
        foreach (StoreFinding finding in database.Read(check, cancellation)) yield return finding;
    }

    private IEnumerable<StoreFinding> Abandoned(string locks, CancellationToken cancellation)
    {
        List<string> free = database.Read(connection => CounterCheck.FreeLocks(connection, locks), cancellation);
        return free.Count == 0 ? [] : Once(connection => CounterCheck.RunsWith(connection, free), cancellation);
    }

    private IEnumerable<StoreFinding> Series(IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        long total = database.Read(connection => connection.Number("SELECT coalesce(sum(count), 0) FROM metrics")!.Value, cancellation);
        long done = 0;
        long? after = 0;
        while (after is { } last)
        {
            (List<StoreFinding> findings, after, long points) = database.Read(connection => SeriesCheck.Some(connection, last, cancellation), cancellation);
            foreach (StoreFinding finding in findings) yield return finding;
            progress?.Report(new MaintenanceProgress("Reading points", done += points, total));
        }
    }

    // If pages are damaged, a check may fail completely; the others continue.
    private static IEnumerable<StoreFinding> Readable(IEnumerable<StoreFinding> findings, string store, string file)
    {
        using IEnumerator<StoreFinding> from = findings.GetEnumerator();
        while (true)
        {
            StoreFinding finding;
            bool failed = false;
            try
            {
                if (!from.MoveNext()) yield break;
                finding = from.Current;
            }
            catch (TrackerException e) when (e.Kind == TrackerErrorKind.Corrupt)
            {
                finding = Findings.DatabaseDamaged(file, e.InnerException?.Message ?? e.Message);
                failed = true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.Unavailable(store, e);
            }

            yield return finding;
            if (failed) yield break;
        }
    }
}
