namespace ExperimentTracker;

/// <summary>What a merge or an import changed, or would change.</summary>
public sealed record MergeResult
{
    /// <summary>The path of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The path of the target store.</summary>
    public required string Store { get; init; }

    /// <summary>Whether this is a preview and nothing was written.</summary>
    public bool IsPreview { get; init; }

    /// <summary>The number of records that were added to the target store.</summary>
    public long Added => Counts.Sum(c => c.Added);

    /// <summary>The number of existing records that were changed.</summary>
    public long Changed => Counts.Sum(c => c.Changed);

    /// <summary>The number of existing records that were not changed.</summary>
    public long Unchanged => Counts.Sum(c => c.Unchanged);

    /// <summary>The number of metric points that were added.</summary>
    public long Points { get; init; }

    /// <summary>The number of blobs that were added.</summary>
    public long Contents { get; init; }

    /// <summary>The size of these blobs in bytes.</summary>
    public long ContentSize { get; init; }

    /// <summary>The number of artifacts without content, because neither the source nor the target store has it.</summary>
    public long WithoutContent { get; init; }

    /// <summary>The numbers by kind of record.</summary>
    public IReadOnlyList<MergeCount> Counts { get; init; } = [];

    /// <summary>Runs and model versions whose number was already used, and their new numbers.</summary>
    public IReadOnlyList<MergeRenumbering> Renumbered { get; init; } = [];

    /// <summary>Records that differ between source and target. The target store keeps its own values.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; init; } = [];

    /// <summary>What the source has and the store has no place for, and what could not be read, by kind.</summary>
    public IReadOnlyList<SkippedRecords> Skipped { get; init; } = [];

    /// <summary>How much was added and changed.</summary>
    public override string ToString() => $"{Added} added, {Changed} changed, {Unchanged} unchanged, {Conflicts.Count} in conflict";
}

/// <summary>The numbers of records of one kind in a merge.</summary>
/// <param name="Type">The kind of record.</param>
/// <param name="Added">The number of records that were added.</param>
/// <param name="Changed">The number of existing records that were changed.</param>
/// <param name="Unchanged">The number of existing records that were not changed.</param>
public sealed record MergeCount(string Type, long Added, long Changed, long Unchanged);

/// <summary>A record that got another number, because its own was already used.</summary>
/// <param name="Type">The kind of record.</param>
/// <param name="Id">The id of the record.</param>
/// <param name="From">The path in the source: <c>iris/012</c>.</param>
/// <param name="To">The path in the target store.</param>
public sealed record MergeRenumbering(RecordType Type, string Id, string From, string To)
{
    /// <summary>The paths in the source and in the target store.</summary>
    public override string ToString() => $"{From} → {To}";
}

/// <summary>A difference between source and target that a merge does not resolve.</summary>
/// <param name="Kind">The kind of conflict.</param>
/// <param name="Type">The kind of record.</param>
/// <param name="Id">The id in the target store, or the type or key of a record without an id.</param>
/// <param name="Name">The name or path in the target store.</param>
/// <param name="Message">What differs, and what was done.</param>
public sealed record MergeConflict(MergeConflictKind Kind, string Type, string Id, string Name, string Message)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}

/// <summary>The kinds of conflicts in a merge.</summary>
public enum MergeConflictKind : long
{
    /// <summary>A run or the history of a version was continued differently in both stores.</summary>
    Diverged,

    /// <summary>Records with the same name have different values, such as a configuration or a digest.</summary>
    Differs,

    /// <summary>Another record of the target store has the name.</summary>
    NameTaken,

    /// <summary>An artifact of the target store has the key, with other content.</summary>
    KeyTaken,

    /// <summary>Another version is in Production in the target store.</summary>
    ProductionTaken,

    /// <summary>The alias refers to another version in the target store.</summary>
    AliasTaken,

    /// <summary>The record was removed in the source, but was changed or is running in the target store.</summary>
    RemovedThere,

    /// <summary>The content from the source does not match its digest.</summary>
    ContentDamaged,
}
