using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>What the parts of a merge share: where each record of the source is here, and what was done so far.</summary>
internal sealed class MergeContext(StoreConnection connection, TransferHead head, StagedContents contents)
{
    private readonly Dictionary<(Type, string), long?> places = [];

    public StoreConnection Connection => connection;

    public TransferHead Head => head;

    public StagedContents Contents => contents;

    public MergeTally Tally { get; } = new();

    /// <summary>Notes where a record of the source is here; <see langword="null"/> when it stays out, and with it what belongs to it.</summary>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>: the source has two records of that id; which of them is meant nobody can tell.</exception>
    public void Place<T>(string id, long? pk)
    {
        if (!places.TryAdd((typeof(T), id), pk)) throw TransferErrors.RecordInvalid($"The {Noun(typeof(T))} '{id}'", "the source contains it twice.");
    }

    /// <summary>The key here of a record of the source that another one names.</summary>
    /// <returns><see langword="null"/> when none is named, or when that record stayed out.</returns>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>: the source has no such record.</exception>
    public long? Find<T>(string? id, string owner)
    {
        if (id is null) return null;
        return places.TryGetValue((typeof(T), id), out long? pk)
            ? pk
            : throw TransferErrors.RecordInvalid(owner, $"it refers to the {Noun(typeof(T))} '{id}', which does not come before it.");
    }

    /// <summary>Whether the record was collected here, or is being collected; it does not come back.</summary>
    public bool IsGone(RecordType type, string id) => connection.Scalar("SELECT 1 FROM tombstones WHERE id = @1 AND type = @2", id, (int)type) is not null;

    private static string Noun(Type item) =>
        item == typeof(TransferModelVersion) ? "model version" : item.Name.Replace("Transfer", "", StringComparison.Ordinal).ToLowerInvariant();
}
