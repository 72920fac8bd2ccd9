using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Support;

/// <summary>A new, empty store for a test, which is deleted afterwards.</summary>
public sealed class StoreUnderTest : IDisposable
{
    private readonly TempFolder? folder;

    private StoreUnderTest(TempFolder? folder, FakeTimeProvider? clock)
    {
        this.folder = folder;
        Clock = clock ?? NewClock();
        Store = folder is null ? new SqliteEngine(new EngineOptions { Time = Clock }).OpenInMemory() : Open(folder.Sub("store"), Clock);
    }

    public IExperimentStore Store { get; private set; }

    /// <summary>The clock of the store. It advances a millisecond each time it is read, and otherwise only when a test advances it.</summary>
    public FakeTimeProvider Clock { get; }

    /// <param name="clock">A clock to share with another store.</param>
    public static StoreUnderTest InAFile(FakeTimeProvider? clock = null) => new(new TempFolder(), clock);

    /// <param name="clock">A clock to share with another store.</param>
    public static StoreUnderTest InMemory(FakeTimeProvider? clock = null) => new(null, clock);

    public static IExperimentStore Open(string path, TimeProvider? clock = null) =>
        new SqliteEngine(new EngineOptions { Time = clock ?? TimeProvider.System }).Open(path, create: true, CancellationToken.None);

    /// <summary>Closes a store in a file and opens it again.</summary>
    public void Reopen()
    {
        string path = Store.Path;
        Store.Dispose();
        Store = Open(path, Clock);
    }

    private static FakeTimeProvider NewClock() => new(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public void Dispose()
    {
        Store.Dispose();
        folder?.Dispose();
    }
}
