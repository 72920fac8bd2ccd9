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
using ExperimentTracker.Storage.Liveness;
using ExperimentTracker.Storage.Postgres.Liveness;
using ExperimentTracker.Storage.Evaluations;
using ExperimentTracker.Storage.Metrics;
using ExperimentTracker.Storage.Models;
using ExperimentTracker.Storage.Postgres.Engine;
using ExperimentTracker.Storage.Postgres.Maintenance;
using ExperimentTracker.Storage.Postgres.Queries;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Storage.Transfer;

namespace ExperimentTracker.Storage.Postgres;

/// <summary>A store in a schema of PostgreSQL, with its blobs in the database or in an object store.</summary>
internal sealed class PostgresStore : IExperimentStore
{
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromMilliseconds(200);

    private readonly PostgresDatabase database;
    private readonly AdvisoryPins pins;
    private readonly ServerSession session;
    private string? id;

    /// <param name="address">The address.</param>
    /// <param name="database">The open database.</param>
    /// <param name="blobs">The blobs of artifacts.</param>
    /// <param name="maintenance">The maintenance of these blobs.</param>
    public PostgresStore(StoreAddress address, PostgresDatabase database, IBlobs blobs, IBlobMaintenance maintenance)
    {
        this.database = database;
        Address = address;
        Changes = new StoreChanges(ChangeInterval, database.LookAtCommits);
        Projects = new ProjectTable(database);
        Experiments = new ExperimentTable(database);
        Trials = new TrialTable(database);
        session = new ServerSession(database);
        OrphanedRuns = new OrphanedRunWatch(cancellation => ServerOrphans.Kill(database, cancellation), TimeProvider.System, database.Options.BeatInterval);
        var known = new KnownRuns();
        Runs = new RunTable(database, blobs, session.Begin, cancellation => ServerOrphans.Kill(database, cancellation), OrphanedRuns.LookWhenDue, known);
        Parameters = new ParameterTable(database);
        Metrics = new MetricTable(database, known);
        Evaluations = new EvaluationTable(database);
        Distributions = new DistributionTable(database);
        Datasets = new DatasetTable(database);
        Inputs = new RunInputTable(database);
        Logs = new RunLogTable(database);
        Tags = new TagTable(database);
        pins = new AdvisoryPins(database);
        var turn = new AdvisoryCollectionTurn(database);
        var intake = new BlobIntake(database, blobs, maintenance, turn);
        Artifacts = new ArtifactTable(database, intake);
        Models = new ModelTable(database);
        Alerts = new AlertTable(database);
        Queries = new PostgresQueryRunner(database);
        Transfer = new TransferTable(Path, database, intake, pins);
        Maintenance = new PostgresMaintenance(database, intake, pins, turn, Runs.KillOrphanedRuns);
    }

    public string Id => id ??= database.Read(StoreIds.Of, CancellationToken.None);

    public StoreAddress Address { get; }

    public string Path => Address.Text;

    public bool IsInMemory => false;

    public bool IsReadOnly => database.IsReadOnly;

    public TimeProvider Time => database.Options.Time;

    public bool IsUsable => !database.IsDisposed;

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
        StoreInfo info = database.Read(connection => StoreInfoColumns.Load(connection, Path), cancellation);
        long start = Time.GetTimestamp();
        database.Read(StoreIds.Of, cancellation);
        return info with { IsReadOnly = IsReadOnly, Role = database.Access.Role, Latency = Time.GetElapsedTime(start) };
    }

    public void ReleaseHandles() => database.ReleaseHandles();

    public void Dispose()
    {
        session.Dispose();
        pins.Dispose();
        database.Dispose();
    }

    public string? TakeWarning() => null;
}
