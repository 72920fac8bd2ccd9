using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>The shared state of a merge: the keys of the source's records in the target store, and the results so far.</summary>
internal sealed class MergeContext(StoreConnection connection, TransferHead head, StagedContents contents)
{
    private readonly Dictionary<(Type, string), long?> places = [];

    public StoreConnection Connection => connection;

    public TransferHead Head => head;

    public StagedContents Contents => contents;

    public MergeCounts Counts { get; } = new();

    /// <summary>Records the key of a source record in the target store; <see langword="null"/> if it is not merged, and with it its children.</summary>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>: the source has two records with that id.</exception>
    public void Place<T>(string id, long? pk)
    {
        if (!places.TryAdd((typeof(T), id), pk)) throw TransferErrors.RecordInvalid($"The {Noun(typeof(T))} '{id}'", "the source contains it twice.");
    }

    /// <summary>Returns the key in the target store of a source record that another one refers to.</summary>
    /// <returns><see langword="null"/> if there is no reference, or if that record was not merged.</returns>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>: the source has no such record.</exception>
    public long? Find<T>(string? id, string owner)
    {
        if (id is null) return null;
        return places.TryGetValue((typeof(T), id), out long? pk)
            ? pk
            : throw TransferErrors.RecordInvalid(owner, $"it refers to the {Noun(typeof(T))} '{id}', which does not come before it.");
    }

    /// <summary>Whether the record was or is being collected in the target store; it is not restored.</summary>
    public bool IsDeleted(RecordType type, string id) => connection.Scalar("SELECT 1 FROM tombstones WHERE id = @1 AND type = @2", id, (int)type) is not null;

    private static string Noun(Type item) =>
        item == typeof(TransferModelVersion) ? "model version" : item.Name.Replace("Transfer", "", StringComparison.Ordinal).ToLowerInvariant();
}
