using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>
/// The shared state of a merge: the keys of the source's records in the target store, and the results so far. What a transaction adds is taken back when it is
/// repeated.
/// </summary>
internal sealed class MergeContext(TransferHead head, StagedContents contents)
{
    private readonly Dictionary<(Type, string), long?> places = [];
    private readonly List<(Type, string)> added = [];
    private readonly List<(long Run, string Parent)> parents = [];
    private int acceptedParents;
    private StoreConnection? connection;

    /// <summary>The connection of the current transaction.</summary>
    public StoreConnection Connection => connection!;

    public TransferHead Head => head;

    public StagedContents Contents => contents;

    /// <summary>The results, with those of the current transaction.</summary>
    public MergeCounts Counts { get; } = new();

    /// <summary>The runs whose parents are set when all runs are merged, because a run may come before its parent.</summary>
    public IReadOnlyList<(long Run, string Parent)> Parents => parents;

    /// <summary>Begins a transaction, and takes back what an attempt before added.</summary>
    public void Begin(StoreConnection transaction)
    {
        connection = transaction;
        foreach ((Type, string) place in added) places.Remove(place);
        added.Clear();
        parents.RemoveRange(acceptedParents, parents.Count - acceptedParents);
        Counts.Restore();
        contents.Begin();
    }

    /// <summary>Keeps what the transaction added, which is committed.</summary>
    public void Accept()
    {
        added.Clear();
        acceptedParents = parents.Count;
        Counts.Accept();
        contents.Accept();
    }

    /// <summary>Has the parent of a run set at the end.</summary>
    public void AddParent(long run, string parentId) => parents.Add((run, parentId));

    /// <summary>Records the key of a source record in the target store; <see langword="null"/> if it is not merged, and with it its children.</summary>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>: the source has two records with that id.</exception>
    public void Place<T>(string id, long? pk)
    {
        if (!places.TryAdd((typeof(T), id), pk)) throw TransferErrors.RecordInvalid($"The {Noun(typeof(T))} '{id}'", "the source contains it twice.");
        added.Add((typeof(T), id));
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

    /// <summary>Whether a record of the source came before.</summary>
    public bool Has<T>(string id) => places.ContainsKey((typeof(T), id));

    /// <summary>Whether the record was or is being collected in the target store; it is not restored.</summary>
    public bool IsDeleted(RecordType type, string id) => Connection.Scalar("SELECT 1 FROM tombstones WHERE id = @1 AND type = @2", id, (int)type) is not null;

    private static string Noun(Type item) =>
        item == typeof(TransferModelVersion) ? "model version" : item.Name.Replace("Transfer", "", StringComparison.Ordinal).ToLowerInvariant();
}
