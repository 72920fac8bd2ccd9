using ExperimentTracker.Storage.Artifacts;
using ExperimentTracker.Storage.Liveness;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>A store: its tables over one database, and its contents.</summary>
internal sealed class SqliteStore : IExperimentStore
{
    private readonly StoreFiles? files;
    private readonly Database database;
    private string? id;

    /// <param name="files">What lies where; <see langword="null"/> for a store in memory.</param>
    /// <param name="database">The open database.</param>
    /// <param name="blobs">The contents of artifacts.</param>
    /// <param name="care">The same contents, to look after.</param>
    public SqliteStore(StoreFiles? files, Database database, IBlobs blobs, IBlobCare care)
    {
        this.files = files;
        this.database = database;
        Projects = new ProjectTable(database);
        Experiments = new ExperimentTable(database);
        Trials = new TrialTable(database);
        Runs = new RunTable(
            database,
            blobs,
            () => files is null || database.IsReadOnly ? null : ProcessLock.Take(files.Locks),
            cancellation => files is null || database.IsReadOnly ? 0 : DeadRuns.End(database, files.Locks, cancellation));
        Parameters = new ParameterTable(database);
        Metrics = new MetricTable(database);
        Evaluations = new EvaluationTable(database);
        Datasets = new DatasetTable(database);
        Inputs = new RunInputTable(database);
        Logs = new RunLogTable(database);
        Tags = new TagTable(database);
        Artifacts = new ArtifactTable(database, blobs);
        Models = new ModelTable(database);
        Queries = new QueryRunner(database);
        Transfer = new TransferTable(Path, database, blobs, care);
        Care = new StoreCare(files, database, blobs, care, Runs.EndDead);
    }

    public string Id => id ??= database.Read(StoreIds.Of, CancellationToken.None);

    public string Path => files?.Folder ?? StoreErrors.InMemoryPath;

    public bool IsInMemory => files is null;

    public bool IsReadOnly => database.IsReadOnly;

    public bool IsUsable => !database.IsDisposed && (files is null || !database.HasMoved);

    public IProjectStore Projects { get; }

    public IExperimentCatalog Experiments { get; }

    public ITrialStore Trials { get; }

    public IRunStore Runs { get; }

    public IParameterStore Parameters { get; }

    public IMetricStore Metrics { get; }

    public IEvaluationStore Evaluations { get; }

    public IDatasetStore Datasets { get; }

    public IRunInputStore Inputs { get; }

    public IRunLogStore Logs { get; }

    public ITagStore Tags { get; }

    public IArtifactStore Artifacts { get; }

    public IModelStore Models { get; }

    public IQueryStore Queries { get; }

    public ITransferStore Transfer { get; }

    public IStoreCare Care { get; }

    public StoreInfo Describe(CancellationToken cancellation)
    {
        StoreInfo info = database.Read(connection => StoreInfoColumns.Load(connection, Path), cancellation);
        return info with { IsInMemory = IsInMemory, IsReadOnly = IsReadOnly, DatabaseSize = info.DatabaseSize + JournalSize() };
    }

    public void Dispose() => database.Dispose();

    private long JournalSize() => files is not null && new FileInfo(files.Journal) is { Exists: true } journal ? journal.Length : 0;
}
