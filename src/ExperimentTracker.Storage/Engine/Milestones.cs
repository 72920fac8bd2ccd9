namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// The moments at which a process could die in the middle of something. Tests end it there, as the <see cref="EngineOptions.MilestoneListener"/> of
/// their engine; in production nobody listens. None is on the way of a single point.
/// </summary>
internal static class Milestones
{
    /// <summary>A store's database is made and not yet in its place.</summary>
    public const string StoreDrafted = "store drafted";

    /// <summary>A step of a migration is done and not committed.</summary>
    public const string Migrating = "migrating";

    /// <summary>A transaction has written all it wanted, and is not committed.</summary>
    public const string BeforeCommit = "before commit";

    /// <summary>A transaction is committed, and nobody was told.</summary>
    public const string AfterCommit = "after commit";

    /// <summary>The tail of a series is emptied, and its chunks are not written.</summary>
    public const string Sealing = "sealing";

    /// <summary>A piece of a content is copied.</summary>
    public const string Staging = "staging";

    /// <summary>A content is staged and hashed, and not in its place.</summary>
    public const string Staged = "staged";

    /// <summary>A content is in its place, and no row names it.</summary>
    public const string Moved = "moved";

    /// <summary>A record of another store is merged, and others are not.</summary>
    public const string Merging = "merging";

    /// <summary>The journal is about to be copied to the database.</summary>
    public const string CopyingJournal = "copying journal";

    /// <summary>The journal is copied to the database.</summary>
    public const string CopiedJournal = "copied journal";

    /// <summary>A step of taking removed records away is done.</summary>
    public const string Sweeping = "sweeping";

    /// <summary>A content is in the trash, and its row is there.</summary>
    public const string Trashed = "trashed";

    /// <summary>A content in the trash has no row any more, and is about to be deleted.</summary>
    public const string Discarding = "discarding";

    /// <summary>A copy of the store is drafted and not in its place.</summary>
    public const string CopyDrafted = "copy drafted";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        StoreDrafted, Migrating, BeforeCommit, AfterCommit, Sealing, Staging, Staged, Moved, Merging, CopyingJournal, CopiedJournal, Sweeping,
        Trashed, Discarding, CopyDrafted,
    ];
}
