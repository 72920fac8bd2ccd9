using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;

namespace ExperimentTracker.Stores;

/// <summary>The source store of a record: the open store itself; or for a deserialized record, its address and id.</summary>
internal sealed record RecordSource
{
    private readonly IExperimentStore? store;
    private readonly string? address;
    private readonly string? id;
    private readonly string? record;

    /// <summary>A store that is open.</summary>
    public RecordSource(IExperimentStore store) => this.store = store;

    /// <summary>The store with this id at an address: the text of one, or the full path of a folder.</summary>
    public RecordSource(string address, string id) => (this.address, this.id) = (address, id);

    private RecordSource(string record) => this.record = record;

    /// <summary>The open store, or <see langword="null"/> if only its address is known.</summary>
    public IExperimentStore? Live => store;

    /// <summary>The source of a record without information about its store, which must be named.</summary>
    public static RecordSource Unknown(string record) => new(record);

    /// <summary>Opens the store, again if it was disconnected meanwhile.</summary>
    /// <exception cref="TrackerException">
    /// <c>SourceStoreUnknown</c>, <c>SourceStoreNotFound</c> if another store or none is at the address, <c>StoreDisconnected</c> if it was in memory
    /// and was closed, and the errors of opening a store.
    /// </exception>
    public IExperimentStore Open(CancellationToken cancellation)
    {
        if (store is not null) return OpenStores.Reopen(store);
        if (record is not null) throw StoreErrors.SourceUnknown(record);
        if (address == StoreErrors.InMemoryPath) return OpenStores.FindInMemory(id!) ?? throw StoreErrors.Disconnected(address);
        StoreAddress where = StoreAddress.IsServerUrl(address!) ? StoreAddress.Parse(address!, isFound: true) : StoreAddress.OfFolder(address!);
        if (!StoreEngines.Exists(where)) throw StoreErrors.SourceNotFound(where.Text);
        IExperimentStore there = OpenAt(where, cancellation);
        return there.Id == id ? there : throw StoreErrors.SourceNotFound(where.Text);
    }

    private static IExperimentStore OpenAt(StoreAddress where, CancellationToken cancellation)
    {
        try
        {
            return OpenStores.Get(where, StoreOpening.Existing, cancellation);
        }
        catch (TrackerException e) when (e.ErrorId == "StoreNotFound" && where.IsServer)
        {
            throw StoreErrors.SourceNotFound(where.Text);
        }
    }
}
