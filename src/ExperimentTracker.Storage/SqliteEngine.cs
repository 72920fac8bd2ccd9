using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage;

/// <summary>
/// Stores as a folder with one SQLite file, <c>tracker.db</c>, and a content-addressed folder, <c>artifacts/</c>. SQLite runs in WAL mode:
/// acknowledged writes survive the termination of the process, and status changes also a power loss.
/// </summary>
public sealed class SqliteEngine : IStoreEngine
{
    // The timeout for the check of orphaned runs when a store is opened; with some hundred of them it takes milliseconds.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(1);

    private readonly EngineOptions options;

    /// <summary>Creates the engine for the disks of this machine.</summary>
    public SqliteEngine()
        : this(EngineOptions.Default)
    {
    }

    /// <param name="options">Options for tests.</param>
    internal SqliteEngine(EngineOptions options) => this.options = options;

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(new StoreFiles(path).Database);

    /// <inheritdoc/>
    public IExperimentStore Open(string path, bool create, CancellationToken cancellation)
    {
        var files = new StoreFiles(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        Database database = new StoreOpener(files, SchemaSteps.All, options).Open(create, cancellation);
        try
        {
            var store = new SqliteStore(files, database, new FolderBlobs(files, options), new FolderBlobMaintenance(files));
            KillOrphanedRuns(store, cancellation);
            return store;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // If the check takes too long or the result cannot be written, the next one finds the orphaned runs: opening a store must neither wait for it nor
    // fail.
    private static void KillOrphanedRuns(SqliteStore store, CancellationToken cancellation)
    {
        if (store.IsReadOnly) return;
        using var limit = new CancellationTokenSource(CheckTimeout, store.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            store.Runs.KillOrphanedRuns(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
        catch (TrackerException)
        {
        }
    }

    /// <inheritdoc/>
    public IExperimentStore OpenInMemory()
    {
        StoreConnection connection = Connections.OpenInMemory(options);
        Migrations.Begin(connection);
        Migrations.Run(connection, SchemaSteps.All);
        var blobs = new MemoryBlobs();
        return new SqliteStore(null, new Database(":memory:", connection, connect: null, wal: null), blobs, new MemoryBlobMaintenance(blobs));
    }
}
