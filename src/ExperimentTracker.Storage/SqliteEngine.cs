using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage;

/// <summary>
/// Stores as a folder with one SQLite file, <c>tracker.db</c>, and a content-addressed folder, <c>artifacts/</c>. SQLite runs in WAL
/// mode: what was acknowledged survives the death of the process, and changes of status the loss of power too.
/// </summary>
public sealed class SqliteEngine : IStoreEngine
{
    // As long as opening a store may take because of others; with some hundred dead runs it takes milliseconds.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private readonly EngineOptions options;

    /// <summary>The engine for the disks of this machine.</summary>
    public SqliteEngine()
        : this(EngineOptions.Default)
    {
    }

    /// <param name="options">What tests want to hear or to pretend.</param>
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

    // The dead are found next time when that would take long now, or cannot be written down: nobody who opens a store has to wait for it, or fails.
    private static void KillOrphanedRuns(SqliteStore store, CancellationToken cancellation)
    {
        if (store.IsReadOnly) return;
        using var limit = new CancellationTokenSource(LongestLook, store.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            store.Runs.KillOrphanedRuns(patience.Token);
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
        return new SqliteStore(null, new Database(":memory:", connection, connect: null, journal: null), blobs, new MemoryBlobMaintenance(blobs));
    }
}
