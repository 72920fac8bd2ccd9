using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;

namespace ExperimentTracker.Tests.Support;

/// <summary>A fresh, empty store that leaves nothing behind: what a contract is held against.</summary>
public sealed class StoreUnderTest : IDisposable
{
    private readonly TempFolder? folder;

    private StoreUnderTest(TempFolder? folder, IExperimentStore store)
    {
        this.folder = folder;
        Store = store;
    }

    public IExperimentStore Store { get; private set; }

    public static StoreUnderTest InAFile()
    {
        var folder = new TempFolder();
        return new(folder, Open(folder.Sub("store")));
    }

    public static StoreUnderTest InMemory() => new(null, new SqliteEngine().OpenInMemory());

    public static IExperimentStore Open(string path) => new SqliteEngine().Open(path, create: true, CancellationToken.None);

    /// <summary>Closes a store in a file and opens it again.</summary>
    public void Reopen()
    {
        string path = Store.Path;
        Store.Dispose();
        Store = Open(path);
    }

    public void Dispose()
    {
        Store.Dispose();
        folder?.Dispose();
    }
}
