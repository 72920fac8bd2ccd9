using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Storage;

/// <summary>
/// Stores as a folder with one SQLite file, <c>tracker.db</c>, and a content-addressed folder, <c>artifacts/</c>. SQLite runs in WAL mode:
/// acknowledged writes survive the termination of the process, and status changes also a power loss.
/// </summary>
public sealed class SqliteEngine : IStoreEngine
{
    private readonly EngineOptions options;

    /// <summary>Creates the engine for the disks of this machine.</summary>
    public SqliteEngine()
        : this(EngineOptions.Default)
    {
    }

    /// <param name="options">Options for tests.</param>
    internal SqliteEngine(EngineOptions options) => this.options = options;

    /// <inheritdoc/>
    public bool Exists(StoreAddress address) => address.Scheme == StoreAddress.FileScheme && File.Exists(new StoreFiles(address.Text).Database);

    /// <inheritdoc/>
    public IExperimentStore Open(StoreAddress address, StoreOpening opening, CancellationToken cancellation)
    {
        ArtifactLocation? artifacts = opening.Artifacts is null ? null : ArtifactLocation.Parse(opening.Artifacts);
        if (address.Scheme == StoreAddress.MemoryScheme) return artifacts is null ? OpenInMemory(address) : throw BlobErrors.Elsewhere(address.Text, artifacts.Place, "memory");
        var files = new StoreFiles(address.Text);
        var place = new ArtifactPlace(files.Folder, "its own folder", options, artifacts);
        SqliteDatabase database = new StoreOpener(files, SchemaSteps.All, options, draft => place.Claim(draft, cancellation)).Open(opening.Create, cancellation);
        try
        {
            (IBlobs blobs, IBlobMaintenance maintenance) = place.Open(database, () => (new FolderBlobs(files, options), new FolderBlobMaintenance(files)), cancellation);
            var store = new SqliteStore(address, files, database, blobs, maintenance);
            Recover(store, cancellation);
            store.OrphanedRuns.Look(cancellation);
            return store;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // What is left undone if the disk is full or another process writes for long, the next opening or checkpoint does.
    private static void Recover(SqliteStore store, CancellationToken cancellation)
    {
        try
        {
            store.Recover(cancellation);
        }
        catch (TrackerException e) when (e.Kind == TrackerErrorKind.Unavailable)
        {
        }
    }

    private SqliteStore OpenInMemory(StoreAddress address)
    {
        SqliteStoreConnection connection = Connections.OpenInMemory(options);
        Migrations.Begin(connection);
        Migrations.Run(connection, SchemaSteps.All);
        var blobs = new MemoryBlobs();
        return new SqliteStore(address, null, new SqliteDatabase(":memory:", connection, connect: null, wal: null), blobs, new MemoryBlobMaintenance(blobs));
    }
}
