namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Tags of projects, experiments and runs in a store.</summary>
public interface ITagStore
{
    /// <summary>Sets tags on a record; a key that is there takes the new value.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>, <c>RecordRemoved</c> or <c>InvalidName</c>.</exception>
    void Set(RecordType type, string id, NamedValues tags, CancellationToken cancellation);

    /// <summary>Takes tags away, by key in any case.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>, <c>RecordRemoved</c> or <c>TagNotFound</c>.</exception>
    void Remove(RecordType type, string id, IReadOnlyCollection<string> keys, CancellationToken cancellation);

    /// <summary>The tags of records, by record in the order given and then by key.</summary>
    IReadOnlyList<ExperimentTag> List(RecordType type, IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
