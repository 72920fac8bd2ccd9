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

    /// <summary>Returns which records of a kind have tags that were set after a time. It reads all tags of the kind.</summary>
    /// <param name="type">The kind of the tagged records.</param>
    /// <param name="after">The time, in UTC.</param>
    /// <param name="most">The largest number of records to return.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    TagChanges ChangedAfter(RecordType type, DateTime after, int most, CancellationToken cancellation);
}

/// <summary>Tags that were set after a time.</summary>
/// <param name="Newest">When the last of all tags of the kind was set, in UTC; the smallest value if there is none.</param>
/// <param name="Ids">The ids of the records whose tags were set after the time; those that changed last come first.</param>
public sealed record TagChanges(DateTime Newest, IReadOnlyList<string> Ids);
