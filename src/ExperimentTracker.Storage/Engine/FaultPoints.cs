namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// Fault points: the steps at which a process could be terminated in the middle of an operation. Tests kill it there, with the <see
/// cref="EngineOptions.FaultPointListener"/> of their engine; in production there is no listener. None of them is passed for a single point.
/// </summary>
internal static class FaultPoints
{
    /// <summary>A store's database is created but not moved into place.</summary>
    public const string StoreDrafted = "store drafted";

    /// <summary>A migration step is done but not committed.</summary>
    public const string Migrating = "migrating";

    /// <summary>A transaction has written everything, but is not committed.</summary>
    public const string BeforeCommit = "before commit";

    /// <summary>A transaction is committed, but not acknowledged.</summary>
    public const string AfterCommit = "after commit";

    /// <summary>The tail of a series is deleted, but its chunks are not written.</summary>
    public const string Sealing = "sealing";

    /// <summary>A part of a blob is copied.</summary>
    public const string Staging = "staging";

    /// <summary>A blob is staged and hashed, but not moved into place.</summary>
    public const string Staged = "staged";

    /// <summary>A blob is in place, but no row refers to it.</summary>
    public const string Moved = "moved";

    /// <summary>A record of another store is merged, but others are not.</summary>
    public const string Merging = "merging";

    /// <summary>A checkpoint is about to start.</summary>
    public const string CheckpointStarting = "checkpoint starting";

    /// <summary>A checkpoint is done.</summary>
    public const string CheckpointDone = "checkpoint done";

    /// <summary>A step of deleting removed records is done.</summary>
    public const string Sweeping = "sweeping";

    /// <summary>A blob is marked as being deleted, and is about to be deleted.</summary>
    public const string Discarding = "discarding";

    /// <summary>The bytes of a blob are deleted, but its row still exists.</summary>
    public const string Discarded = "discarded";

    /// <summary>A copy of the store is complete, but not moved into place.</summary>
    public const string CopyDrafted = "copy drafted";

    /// <summary>All fault points.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        StoreDrafted, Migrating, BeforeCommit, AfterCommit, Sealing, Staging, Staged, Moved, Merging, CheckpointStarting, CheckpointDone, Sweeping,
        Discarding, Discarded, CopyDrafted,
    ];
}
