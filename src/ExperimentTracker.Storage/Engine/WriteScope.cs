namespace ExperimentTracker.Storage.Engine;

/// <summary>What a write transaction excludes while it runs. SQLite has one writer at a time in any case.</summary>
internal enum WriteScope
{
    /// <summary>All other writers.</summary>
    Store,

    /// <summary>No writer: nothing refers to what it writes before it is committed.</summary>
    None,

    /// <summary>Writers of the same runs, whose rows it locks, and those that exclude all others.</summary>
    Run,
}
