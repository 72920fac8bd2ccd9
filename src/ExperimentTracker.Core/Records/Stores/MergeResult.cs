namespace ExperimentTracker;

/// <summary>What a merge or an import did, or would do.</summary>
public sealed record MergeResult
{
    /// <summary>What was merged: a path.</summary>
    public required string Source { get; init; }

    /// <summary>The store that took it in: a path.</summary>
    public required string Store { get; init; }

    /// <summary>Whether nothing was written, since it was only asked what would be.</summary>
    public bool IsPreview { get; init; }

    /// <summary>How many records were new here.</summary>
    public long Added => Counts.Sum(c => c.Added);

    /// <summary>How many records were here and took something in.</summary>
    public long Changed => Counts.Sum(c => c.Changed);

    /// <summary>How many records brought nothing new.</summary>
    public long Unchanged => Counts.Sum(c => c.Unchanged);

    /// <summary>How many points of metrics were new here.</summary>
    public long Points { get; init; }

    /// <summary>How many contents of artifacts were new here.</summary>
    public long Contents { get; init; }

    /// <summary>Their size in bytes.</summary>
    public long ContentSize { get; init; }

    /// <summary>The artifacts that are here now without their contents, which were neither here nor came along.</summary>
    public long WithoutContent { get; init; }

    /// <summary>The same by kind of record.</summary>
    public IReadOnlyList<MergeCount> Counts { get; init; } = [];

    /// <summary>Runs and versions whose number was taken, and what they have now.</summary>
    public IReadOnlyList<MergeRenumbering> Renumbered { get; init; } = [];

    /// <summary>What both sides have and do not agree on. The store keeps what it had.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; init; } = [];

    /// <summary>How much was added and changed.</summary>
    public override string ToString() => $"{Added} added, {Changed} changed, {Unchanged} unchanged, {Conflicts.Count} in conflict";
}

/// <summary>How many records of one kind a merge touched.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Added">New here.</param>
/// <param name="Changed">Here before, and changed.</param>
/// <param name="Unchanged">Nothing new.</param>
public sealed record MergeCount(string Type, long Added, long Changed, long Unchanged);

/// <summary>A record whose number was taken.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="From">What it was called where it comes from: <c>iris/012</c>.</param>
/// <param name="To">What it is called here.</param>
public sealed record MergeRenumbering(RecordType Type, string Id, string From, string To)
{
    /// <summary>From and to.</summary>
    public override string ToString() => $"{From} → {To}";
}

/// <summary>Something that both sides have and do not agree on.</summary>
/// <param name="Kind">What they do not agree on.</param>
/// <param name="Type">The kind of record.</param>
/// <param name="Id">Its id here, or its type or key where it has no id.</param>
/// <param name="Name">Its name or path here.</param>
/// <param name="Message">What differs, and what was done.</param>
public sealed record MergeConflict(MergeConflictKind Kind, string Type, string Id, string Name, string Message)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}

/// <summary>What two sides of a merge do not agree on.</summary>
public enum MergeConflictKind
{
    /// <summary>Both went on in their own way since they were the same: a run or the history of a version.</summary>
    Diverged,

    /// <summary>Records that meet by name say different things: a configuration, a digest.</summary>
    Differs,

    /// <summary>The name is another record's here.</summary>
    NameTaken,

    /// <summary>The key of an artifact is another content's here.</summary>
    KeyTaken,

    /// <summary>Another version is in Production here.</summary>
    ProductionTaken,

    /// <summary>The alias names another version here.</summary>
    AliasTaken,

    /// <summary>It was removed there, and changed or runs here.</summary>
    RemovedThere,

    /// <summary>The content that came along is not what its digest says.</summary>
    ContentDamaged,
}
