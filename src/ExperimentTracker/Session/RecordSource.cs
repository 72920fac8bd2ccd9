namespace ExperimentTracker.Session;

/// <summary>The store that a record came from: the open store itself; or of a record that came back from a job or a file, where it is.</summary>
internal sealed record RecordSource
{
    private readonly IExperimentStore? store;
    private readonly string? path;
    private readonly string? id;
    private readonly string? record;

    /// <summary>A store that is open.</summary>
    public RecordSource(IExperimentStore store) => this.store = store;

    /// <summary>The store of that id at a path.</summary>
    public RecordSource(string path, string id) => (this.path, this.id) = (path, id);

    private RecordSource(string record) => this.record = record;

    /// <summary>The store itself, unless it is only known where it is.</summary>
    public IExperimentStore? Live => store;

    /// <summary>The source of a record that does not tell its store: it must be named.</summary>
    public static RecordSource Unknown(string record) => new(record);

    /// <summary>Opens the store, again if it was disconnected meanwhile.</summary>
    /// <exception cref="TrackerException">
    /// <c>SourceStoreUnknown</c>, <c>SourceStoreNotFound</c> when another store or none is at the path, <c>StoreDisconnected</c> when it was in
    /// memory and is gone, and what opening gives.
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
