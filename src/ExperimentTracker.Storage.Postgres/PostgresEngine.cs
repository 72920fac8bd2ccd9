using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres.Contents;
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
        ArtifactLocation? artifacts = opening.Artifacts is null ? null : ArtifactLocation.Parse(opening.Artifacts);
        var place = new ArtifactPlace(address.Text, "its database", options, artifacts);
        var database = new PostgresDatabase(address, Connections.To(address, opening.Credentials), options) { Created = draft => place.Claim(draft, cancellation) };
        try
        {
            PostgresMigrations.Open(database, opening.Create, cancellation);
            (IBlobs blobs, IBlobMaintenance maintenance) = place.Open(
                database, () => ArtifactPlace.OpenObjects(new Lazy<IObjectStore>(() => new DatabaseObjects(database)), DatabaseObjects.Place, options), cancellation);
            var store = new PostgresStore(address, database, blobs, maintenance);
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
