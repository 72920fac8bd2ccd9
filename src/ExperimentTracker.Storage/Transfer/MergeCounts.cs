namespace ExperimentTracker.Storage.Transfer;

/// <summary>Counts the results of a merge.</summary>
internal sealed class MergeCounts
{
    private readonly Dictionary<string, (long Added, long Changed, long Unchanged)> counts = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly List<MergeRenumbering> renumbered = [];
    private readonly List<MergeConflict> conflicts = [];

    public long Points { get; set; }

    public long WithoutContent { get; set; }

    public void Count(string type, MergeOutcome outcome)
    {
        (long added, long changed, long unchanged) = counts.GetValueOrDefault(type);
        if (!counts.ContainsKey(type)) order.Add(type);
        counts[type] = outcome switch
        {
            MergeOutcome.Added => (added + 1, changed, unchanged),
            MergeOutcome.Changed => (added, changed + 1, unchanged),
            _ => (added, changed, unchanged + 1),
        };
    }

    public void Renumbered(RecordType type, string id, string from, string to) => renumbered.Add(new(type, id, from, to));

    public void Conflict(MergeConflictKind kind, string type, string id, string name, string message) => conflicts.Add(new(kind, type, id, name, message));

    public MergeResult ToResult(string source, string store, bool preview, StagedContents contents) => new()
    {
        Source = source,
        Store = store,
        IsPreview = preview,
        Points = Points,
        Contents = contents.Kept,
        ContentSize = contents.KeptSize,
        WithoutContent = WithoutContent,
        Counts = [.. order.Select(type => new MergeCount(type, counts[type].Added, counts[type].Changed, counts[type].Unchanged))],
        Renumbered = [.. renumbered],
        Conflicts = [.. conflicts],
    };
}

/// <summary>The result of merging one record.</summary>
internal enum MergeOutcome
{
    Unchanged,
    Changed,
    Added,
}
