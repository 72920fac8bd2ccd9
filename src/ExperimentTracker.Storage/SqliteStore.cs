using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Queries;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Contracts.Transfer;
using ExperimentTracker.Storage.Alerts;
using ExperimentTracker.Storage.Artifacts;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Datasets;
using ExperimentTracker.Storage.Distributions;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Evaluations;
using ExperimentTracker.Storage.Liveness;
using ExperimentTracker.Storage.Metrics;
using ExperimentTracker.Storage.Models;
using ExperimentTracker.Storage.Queries;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Storage.Sqlite;
using ExperimentTracker.Storage.Sqlite.Maintenance;
using ExperimentTracker.Storage.Transfer;

namespace ExperimentTracker.Storage;

/// <summary>A store: its tables in one database, and its blobs.</summary>
internal sealed class SqliteStore : IExperimentStore
{
    // Looking takes microseconds.
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromMilliseconds(50);

    private readonly StoreFiles? files;
    private readonly SqliteDatabase database;
    private readonly IBlobs blobs;
    private string? id;
    private bool isFileKnown;
    private string? warning;

    /// <param name="address">The address of the store.</param>
    /// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory.</param>
    /// <param name="database">The open database.</param>
    /// <param name="blobs">The blobs of artifacts.</param>
    /// <param name="maintenance">The maintenance of these blobs.</param>
    public SqliteStore(StoreAddress address, StoreFiles? files, SqliteDatabase database, IBlobs blobs, IBlobMaintenance maintenance)
    {
        Address = address;
        this.files = files;
        this.database = database;
        this.blobs = blobs;
        OrphanedRuns = new OrphanedRunWatch(cancellation => KillOrphanedRuns(cancellation), database.Options.Time);
        Changes = new StoreChanges(ChangeInterval, _ => database.LookAtCommits());
        Projects = new ProjectTable(database);
        Experiments = new ExperimentTable(database);
        Trials = new TrialTable(database);
        Runs = new RunTable(
            database,
            blobs,
            () => files is null || database.IsReadOnly ? null : ProcessLock.Acquire(files.Locks),
            KillOrphanedRuns,
            OrphanedRuns.LookWhenDue);
        Parameters = new ParameterTable(database);
        Metrics = new MetricTable(database);
        Evaluations = new EvaluationTable(database);
        Distributions = new DistributionTable(database);
        Datasets = new DatasetTable(database);
        Inputs = new RunInputTable(database);
        Logs = new RunLogTable(database);
        Tags = new TagTable(database);
        var pins = new FilePins(files);
        var turn = new FileCollectionTurn(files);
        var intake = new BlobIntake(database, blobs, maintenance, turn);
        Artifacts = new ArtifactTable(database, intake);
        Models = new ModelTable(database);
        Alerts = new AlertTable(database);
        Queries = new QueryRunner(database);
        Transfer = new TransferTable(address.Text, database, intake, pins);
        Maintenance = new SqliteMaintenance(files, database, intake, pins, turn, Runs.KillOrphanedRuns);
    }

    public string Id => id ??= database.Read(StoreIds.Of, CancellationToken.None);

    public StoreAddress Address { get; }

    public bool IsInMemory => files is null;

    public bool IsReadOnly => database.IsReadOnly;

    public TimeProvider Time => database.Options.Time;

    public bool IsUsable => !database.IsDisposed && (files is null || !database.HasMoved);

    public IProjectStore Projects { get; }

    public IExperimentCatalog Experiments { get; }

    public ITrialStore Trials { get; }

    public IRunStore Runs { get; }

    public IParameterStore Parameters { get; }

    public IMetricStore Metrics { get; }

    public IEvaluationStore Evaluations { get; }

    public IDistributionStore Distributions { get; }

    public IDatasetStore Datasets { get; }

    public IRunInputStore Inputs { get; }

    public IRunLogStore Logs { get; }

    public ITagStore Tags { get; }

    public IArtifactStore Artifacts { get; }

    public IModelStore Models { get; }

    public IAlertStore Alerts { get; }

    public IQueryStore Queries { get; }

    public ITransferStore Transfer { get; }

    public IStoreMaintenance Maintenance { get; }

    public IStoreChanges Changes { get; }

    /// <summary>The search for orphaned runs, when the store is opened and when runs are read.</summary>
    internal OrphanedRunWatch OrphanedRuns { get; }

    public StoreInfo Describe(CancellationToken cancellation)
    {
        OrphanedRuns.LookWhenDue(cancellation);
        StoreInfo info = database.Read(connection => StoreInfoColumns.Load(connection, Address.Text), cancellation);
        long start = Time.GetTimestamp();
        database.Read(StoreIds.Of, cancellation);
        return info with { IsInMemory = IsInMemory, IsReadOnly = IsReadOnly, Role = IsReadOnly ? StoreRole.Reader : StoreRole.Owner, Latency = Time.GetElapsedTime(start), DatabaseSize = info.DatabaseSize + WalSize() };
    }

    public void ReleaseHandles() => database.ReleaseHandles();

    public void Dispose()
    {
        database.Dispose();
        blobs.Dispose();
    }

    public string? TakeWarning() => Interlocked.Exchange(ref warning, null);

    /// <summary>
    /// Completes the opening of a store that a terminated process left: records what its write-ahead log lost, and moves the rest of the log to the database,
    /// so that damage to the log does no further harm.
    /// </summary>
    internal void Recover(CancellationToken cancellation)
    {
        if (database.Inspection is not { IsLeft: true } inspection) return;
        if (inspection.Loss is { } loss)
        {
            warning = $"The store '{Address}' lost records: {loss} Test-ExperimentStore reports this until Repair-ExperimentStore has acknowledged it.";
            database.WriteFlushed(connection => WalLoss.Record(connection, loss), cancellation);
        }

        database.Checkpoint(cancellation);
    }

    private int KillOrphanedRuns(CancellationToken cancellation)
    {
        if (files is null || database.IsReadOnly) return 0;
        if (!isFileKnown)
        {
            CopiedStores.Detect(database, files, cancellation);
            isFileKnown = true;
        }

        return Liveness.OrphanedRuns.Kill(database, files.Locks, cancellation);
    }

    private long WalSize() => files is not null && new FileInfo(files.Wal) is { Exists: true } wal ? wal.Length : 0;
}
