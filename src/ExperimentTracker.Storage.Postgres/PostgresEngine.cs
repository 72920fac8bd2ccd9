using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres;

/// <summary>Stores in PostgreSQL: a schema with the tables of the relational layer.</summary>
public sealed class PostgresEngine : IStoreEngine
{
    private readonly EngineOptions options;

    /// <summary>Creates the engine.</summary>
    public PostgresEngine()
        : this(EngineOptions.Default)
    {
    }

    /// <param name="options">Options for tests.</param>
    internal PostgresEngine(EngineOptions options) => this.options = options;

    /// <inheritdoc/>
    public bool Exists(StoreAddress address) => true;

    /// <inheritdoc/>
    public IExperimentStore Open(StoreAddress address, StoreOpening opening, CancellationToken cancellation)
    {
        var database = new PostgresDatabase(address, Connections.To(address, opening.Credentials), options);
        try
        {
            PostgresMigrations.Open(database, opening.Create, cancellation);
            var blobs = new MemoryBlobs();
            var store = new PostgresStore(address, database, blobs, new MemoryBlobMaintenance(blobs));
            store.OrphanedRuns.Look(cancellation);
            return store;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
