using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Tests.Support;

/// <summary>A store in a file, created as the engine creates it, whose writing connection and fault points are visible to a test.</summary>
internal sealed class ListenedStore : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly StoreFiles files;
    private readonly SqliteDatabase database;

    public ListenedStore()
    {
        files = new StoreFiles(folder.Sub("store"));
        StoreUnderTest.Open(files.Folder).Dispose();
        var options = new EngineOptions { FaultPointListener = faultPoint => Listener?.Invoke(faultPoint) };
        Writer = Connections.Open(files.Database, options);
        database = new SqliteDatabase(files.Folder, Writer, () => Connections.Open(files.Database, options), files.Wal);
        Store = new SqliteStore(StoreAddress.OfFolder(files.Folder), files, database, new FolderBlobs(files, options), new FolderBlobMaintenance(files));
    }

    public IExperimentStore Store { get; }

    /// <summary>The connection that the store writes with.</summary>
    public SqliteStoreConnection Writer { get; }

    /// <summary>Is called with each fault point, on the thread that passes it.</summary>
    public Action<string>? Listener { get; set; }

    /// <summary>Opens another connection, as another process would.</summary>
    public SqliteStoreConnection Connect() => Connections.Open(files.Database);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
