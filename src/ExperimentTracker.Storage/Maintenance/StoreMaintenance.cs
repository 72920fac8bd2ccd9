using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>The maintenance of a store. Engines add what is of their database.</summary>
/// <param name="path">The place of the store, for messages.</param>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="turn">The right to collect.</param>
/// <param name="collector">The garbage collection.</param>
internal abstract class StoreMaintenance(string path, Database database, BlobIntake intake, CollectionTurn turn, Collector collector) : IStoreMaintenance
{
    /// <summary>What findings of the database name: its file, or the store.</summary>
    protected virtual string DatabaseName => path;

    /// <summary>The blobs.</summary>
    protected BlobIntake Intake => intake;

    public IEnumerable<StoreFinding> Check(bool quick, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new MaintenanceProgress("Checking the database", 0, 0));
        foreach (IEnumerable<StoreFinding> area in DatabaseAreas(cancellation).Concat(Areas(quick, turn.IsTaken, progress, cancellation)))
        {
            foreach (StoreFinding finding in Readable(area)) yield return finding;
        }
    }

    public abstract IReadOnlyList<StoreRepair> Repair(IReadOnlyList<StoreFinding> findings, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    public CollectionSummary EstimateCollection(long? removedBefore, CancellationToken cancellation) => collector.Estimate(removedBefore ?? long.MaxValue, cancellation);

    public CollectionSummary Collect(long? removedBefore, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            return collector.Collect(removedBefore ?? long.MaxValue, progress, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(path, e);
        }
    }

    public abstract StoreBackup Backup(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    /// <summary>What is checked before everything else, each area by itself.</summary>
    protected virtual IEnumerable<IEnumerable<StoreFinding>> DatabaseAreas(CancellationToken cancellation) => [];

    /// <summary>Returns the references to missing rows that the schema forbids, by table and target.</summary>
    protected abstract IEnumerable<(string Table, string Target, long Rows)> BrokenConstraints(StoreConnection connection);

    /// <summary>Checks something in one transaction.</summary>
    protected IEnumerable<StoreFinding> Once(Func<StoreConnection, List<StoreFinding>> check, CancellationToken cancellation)
    {
        foreach (StoreFinding finding in database.Read(check, cancellation)) yield return finding;
    }

    private IEnumerable<IEnumerable<StoreFinding>> Areas(bool quick, bool isCollecting, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        yield return Once(connection => ReferenceCheck.Run(connection, BrokenConstraints, isCollecting, cancellation), cancellation);
        yield return Once(CounterCheck.Counters, cancellation);
        yield return Series(progress, cancellation);
        yield return new ContentCheck(database, intake).Run(quick, progress, cancellation);
        yield return new LeftoverCheck(database, intake).Run(isCollecting, cancellation);
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
    private IEnumerable<StoreFinding> Readable(IEnumerable<StoreFinding> findings)
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
                finding = Findings.DatabaseDamaged(DatabaseName, e.InnerException?.Message ?? e.Message);
                failed = true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.Unavailable(path, e);
            }

            yield return finding;
            if (failed) yield break;
        }
    }
}
