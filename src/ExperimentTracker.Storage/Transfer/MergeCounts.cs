namespace ExperimentTracker.Storage.Transfer;

/// <summary>Counts the results of a merge.</summary>
internal sealed class MergeCounts
{
    private readonly Dictionary<string, (long Added, long Changed, long Unchanged)> counts = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly List<MergeRenumbering> renumbered = [];
    private readonly List<MergeConflict> conflicts = [];
    private Accepted accepted = new([], 0, 0, 0, 0, 0);

    public long Points { get; set; }

    public long WithoutContent { get; set; }

    /// <summary>Keeps the results so far: <see cref="Restore"/> returns to them.</summary>
    public void Accept() => accepted = new Accepted(new(counts, StringComparer.Ordinal), order.Count, renumbered.Count, conflicts.Count, Points, WithoutContent);

    /// <summary>Takes back what was added since.</summary>
    public void Restore()
    {
        counts.Clear();
        foreach ((string type, (long Added, long Changed, long Unchanged) count) in accepted.Counts) counts.Add(type, count);
        order.RemoveRange(accepted.Types, order.Count - accepted.Types);
        renumbered.RemoveRange(accepted.Renumbered, renumbered.Count - accepted.Renumbered);
        conflicts.RemoveRange(accepted.Conflicts, conflicts.Count - accepted.Conflicts);
        (Points, WithoutContent) = (accepted.Points, accepted.WithoutContent);
    }

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

    private sealed record Accepted(
        Dictionary<string, (long Added, long Changed, long Unchanged)> Counts, int Types, int Renumbered, int Conflicts, long Points, long WithoutContent);
}

/// <summary>The result of merging one record.</summary>
internal enum MergeOutcome
{
    Unchanged,
    Changed,
    Added,
}
