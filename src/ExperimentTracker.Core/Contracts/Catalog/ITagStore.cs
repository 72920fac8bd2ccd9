namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Tags of projects, experiments and runs in a store.</summary>
public interface ITagStore
{
    /// <summary>Sets tags on a record. If a key exists, its value is replaced.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>, <c>RecordRemoved</c> or <c>InvalidName</c>.</exception>
    void Set(RecordType type, string id, NamedValues tags, CancellationToken cancellation);

    /// <summary>Removes tags by key, ignoring case.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>, <c>RecordRemoved</c> or <c>TagNotFound</c>.</exception>
    void Remove(RecordType type, string id, IReadOnlyCollection<string> keys, CancellationToken cancellation);

    /// <summary>Returns the tags of records, in the order of the given ids and then sorted by key.</summary>
    IReadOnlyList<ExperimentTag> List(RecordType type, IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
