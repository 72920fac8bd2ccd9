using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Support;

/// <summary>A new, empty store for a test, which is deleted afterwards.</summary>
public sealed class StoreUnderTest : IDisposable
{
    private readonly IStoreEngine engine;
    private readonly TempFolder? folder;

    private StoreUnderTest(Func<TimeProvider, IStoreEngine> engineWith, StoreAddress address, TempFolder? folder, FakeTimeProvider? clock, string? artifacts = null)
    {
        this.folder = folder;
        Clock = clock ?? NewClock();
        engine = engineWith(Clock);
        Store = engine.Open(address, OpeningOf(address) with { Artifacts = artifacts }, CancellationToken.None);
    }

    public IExperimentStore Store { get; private set; }

    /// <summary>The clock of the store. It advances a millisecond each time it is read, and otherwise only when a test advances it.</summary>
    public FakeTimeProvider Clock { get; }

    /// <param name="clock">A clock to share with another store.</param>
    public static StoreUnderTest InAFile(FakeTimeProvider? clock = null)
    {
        var folder = new TempFolder();
        return new(Sqlite, StoreAddress.OfFolder(folder.Sub("store")), folder, clock);
    }

    /// <param name="clock">A clock to share with another store.</param>
    public static StoreUnderTest InMemory(FakeTimeProvider? clock = null) => new(Sqlite, StoreAddress.NewInMemory(), null, clock);

    /// <param name="clock">A clock to share with another store.</param>
    public static StoreUnderTest OnPostgres(FakeTimeProvider? clock = null) => new(Postgres, PostgresSchemas.Take(), null, clock);

    /// <summary>A store in PostgreSQL with its artifacts in an object store.</summary>
    public static StoreUnderTest OnPostgresWith(ObjectService service) => new(Postgres, PostgresSchemas.New(), null, null, service.NewLocation());

    /// <summary>A store in a file with its artifacts in an object store. Tests whose service is missing are skipped.</summary>
    /// <param name="service">The service.</param>
    /// <param name="grace">How long bytes are protected before the commit; by default not at all, as in a folder.</param>
    public static StoreUnderTest In(ObjectService service, TimeSpan grace = default)
    {
        var folder = new TempFolder();
        return new(time => new SqliteEngine(new EngineOptions { Time = time, BlobGrace = grace }), StoreAddress.OfFolder(folder.Sub("store")), folder, null, service.NewLocation());
    }

    public static IExperimentStore Open(string path, TimeProvider? clock = null) =>
        Sqlite(clock ?? TimeProvider.System).Open(StoreAddress.OfFolder(path), StoreOpening.OrCreate, CancellationToken.None);

    /// <summary>Opens the store once more, as another process would. The caller closes the handle.</summary>
    public IExperimentStore OpenAnother() => engine.Open(Store.Address, OpeningOf(Store.Address), CancellationToken.None);

    /// <summary>Closes a store and opens it again at its address; not one in memory, which is deleted.</summary>
    public void Reopen()
    {
        StoreAddress address = Store.Address;
        Store.Dispose();
        Store = engine.Open(address, OpeningOf(address), CancellationToken.None);
    }

    /// <summary>Opens the store once more, as another process would.</summary>
    public IExperimentStore OpenAgain() => engine.Open(Store.Address, OpeningOf(Store.Address), CancellationToken.None);

    private static StoreOpening OpeningOf(StoreAddress address) => StoreOpening.OrCreate with { Credentials = address.IsServer ? PostgresSchemas.Admin : null };

    private static SqliteEngine Sqlite(TimeProvider clock) => new(new EngineOptions { Time = clock });

    private static PostgresEngine Postgres(TimeProvider clock) => new(new EngineOptions { Time = clock, BlobGrace = TimeSpan.Zero });

    private static FakeTimeProvider NewClock() => new(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public void Dispose()
    {
        StoreAddress address = Store.Address;
        Store.Dispose();
        folder?.Dispose();
        if (address.IsServer) PostgresSchemas.Return(address);
    }
}
