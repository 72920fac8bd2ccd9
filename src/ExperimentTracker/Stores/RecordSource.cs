using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;

namespace ExperimentTracker.Stores;

/// <summary>The source store of a record: the open store itself; or for a deserialized record, its path and id.</summary>
internal sealed record RecordSource
{
    private readonly IExperimentStore? store;
    private readonly string? path;
    private readonly string? id;
    private readonly string? record;

    /// <summary>A store that is open.</summary>
    public RecordSource(IExperimentStore store) => this.store = store;

    /// <summary>The store with this id at a path.</summary>
    public RecordSource(string path, string id) => (this.path, this.id) = (path, id);

    private RecordSource(string record) => this.record = record;

    /// <summary>The open store, or <see langword="null"/> if only its path is known.</summary>
    public IExperimentStore? Live => store;

    /// <summary>The source of a record without information about its store, which must be named.</summary>
    public static RecordSource Unknown(string record) => new(record);

    /// <summary>Opens the store, again if it was disconnected meanwhile.</summary>
    /// <exception cref="TrackerException">
    /// <c>SourceStoreUnknown</c>, <c>SourceStoreNotFound</c> if another store or none is at the path, <c>StoreDisconnected</c> if it was in memory
    /// and was closed, and the errors of opening a store.
    /// </exception>
    public IExperimentStore Open(CancellationToken cancellation)
    {
        if (store is not null) return OpenStores.Reopen(store);
        if (record is not null) throw StoreErrors.SourceUnknown(record);
        if (path == StoreErrors.InMemoryPath) return OpenStores.FindInMemory(id!) ?? throw StoreErrors.Disconnected(path);
        if (!StorageContext.Engine.Exists(path!)) throw StoreErrors.SourceNotFound(path!);
        IExperimentStore there = OpenStores.Get(path!, create: false, cancellation);
        return there.Id == id ? there : throw StoreErrors.SourceNotFound(path!);
    }
}
