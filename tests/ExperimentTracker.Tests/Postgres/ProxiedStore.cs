using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>A store in PostgreSQL with two handles: one behind a network that can be slow or fail, and one beside it.</summary>
internal sealed class ProxiedStore : IDisposable
{
    private readonly StoreUnderTest direct = StoreUnderTest.OnPostgres();

    /// <param name="options">The options of the handle behind the network.</param>
    /// <param name="pooler">A pooler between the network and the server.</param>
    public ProxiedStore(EngineOptions? options = null, PgBouncer? pooler = null)
    {
        Proxy = new NetworkProxy(pooler?.Port ?? PostgresServer.Shared.Port);
        StoreAddress there = Direct.Address;
        Store = new PostgresEngine(options ?? EngineOptions.Default).Open(
            StoreAddress.Parse($"postgres://127.0.0.1:{Proxy.Port}/{there.Database}?schema={there.Schema}"),
            StoreOpening.Existing with { Credentials = PostgresSchemas.Admin },
            CancellationToken.None);
    }

    public NetworkProxy Proxy { get; }

    /// <summary>The handle behind the network.</summary>
    public IExperimentStore Store { get; }

    /// <summary>The handle beside it.</summary>
    public IExperimentStore Direct => direct.Store;

    /// <summary>How many trips an action takes.</summary>
    public long TripsOf(Action act)
    {
        long before = Proxy.Traffic.RoundTrips;
        act();
        return Proxy.Traffic.RoundTrips - before;
    }

    public void Dispose()
    {
        Proxy.Pass();
        Store.Dispose();
        direct.Dispose();
        Proxy.Dispose();
    }
}
