using System.Data.Common;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres.Contents;
using ExperimentTracker.Storage.Postgres.Engine;
using ExperimentTracker.Storage.Postgres.Setup;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres;

/// <summary>Stores in PostgreSQL: a schema with the tables of the relational layer.</summary>
public sealed class PostgresEngine : IStoreEngine, IForeignDatabases
{
    private readonly EngineOptions options;
    private readonly PostgresMigrations migrations;

    /// <summary>Creates the engine.</summary>
    public PostgresEngine()
        : this(EngineOptions.Default)
    {
    }

    /// <param name="options">Options for tests.</param>
    /// <param name="steps">Other steps of the schema than those of this module, for tests.</param>
    internal PostgresEngine(EngineOptions options, IReadOnlyList<SchemaStep>? steps = null) => (this.options, migrations) = (options, new(steps ?? PostgresMigrations.Steps));

    /// <inheritdoc/>
    public bool Exists(StoreAddress address) => true;

    /// <inheritdoc/>
    public IExperimentStore Open(StoreAddress address, StoreOpening opening, CancellationToken cancellation)
    {
        (PostgresDatabase database, ArtifactPlace place) = Connect(address, opening, cancellation);
        try
        {
            database.Access = migrations.Open(database, GroupRoles.Of(address.Database!, address.Schema!), opening.Create, cancellation);
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

    /// <inheritdoc/>
    public void Initialize(StoreAddress address, StoreOpening opening, StoreMembers members, CancellationToken cancellation)
    {
        using PostgresDatabase database = Connect(address, opening, cancellation).Database;
        new StoreSetup(database, GroupRoles.Of(address.Database!, address.Schema!), migrations).Run(members, cancellation);
    }

    /// <inheritdoc/>
    public DbConnection OpenDatabase(StoreAddress address, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            using NpgsqlDataSource source = Connections.To(address, credentials: null);
            return source.OpenConnection();
        }
        catch (Exception e) when (PostgresErrors.Of(address.Text, e) is { } known)
        {
            throw known;
        }
    }

    private (PostgresDatabase Database, ArtifactPlace Place) Connect(StoreAddress address, StoreOpening opening, CancellationToken cancellation)
    {
        var place = new ArtifactPlace(address.Text, "its database", options, opening.Artifacts is null ? null : ArtifactLocation.Parse(opening.Artifacts));
        return (new(address, opening.Credentials, options) { Created = draft => place.Claim(draft, cancellation) }, place);
    }
}
