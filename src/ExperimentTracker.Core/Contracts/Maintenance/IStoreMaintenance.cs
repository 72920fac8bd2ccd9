namespace ExperimentTracker.Contracts.Maintenance;

/// <summary>Looking after a store: checking, mending, collecting what was removed, copying. Others may read and write it meanwhile.</summary>
public interface IStoreMaintenance
{
    /// <summary>Looks through the store and changes nothing. Findings come as they are found.</summary>
    /// <param name="quick">Leaves the bytes of contents unread; that they are there, and their size, is looked at.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops looking.</param>
    IEnumerable<StoreFinding> Check(bool quick, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    /// <summary>
    /// Puts right what a check found, as far as that can be done without losing anything: the database is copied first, and nothing is deleted.
    /// Each finding is looked at again before something is done about it.
    /// </summary>
    /// <returns>What was done, by finding in the order given.</returns>
    /// <exception cref="TrackerException"><c>StoreReadOnly</c> or <c>StoreUnavailable</c>.</exception>
    IReadOnlyList<StoreRepair> Repair(IReadOnlyList<StoreFinding> findings, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    /// <summary>What <see cref="Collect"/> would take.</summary>
    /// <param name="removedBefore">Only what was removed at or before this moment, in UTC ticks; <see langword="null"/> for all.</param>
    /// <param name="cancellation">Stops counting.</param>
    CollectionSummary EstimateCollection(long? removedBefore, CancellationToken cancellation);

    /// <summary>
    /// Takes away, for good, records that were removed and contents that nothing names any more, and gives their room back. What a live record
    /// points at stays. Works in short transactions and beside writers; interrupted at any moment, the next collection goes on.
    /// </summary>
    /// <param name="removedBefore">Only what was removed at or before this moment, in UTC ticks; <see langword="null"/> for all.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops; what is collected by then stays collected.</param>
    /// <exception cref="TrackerException"><c>StoreReadOnly</c> or <c>StoreUnavailable</c>.</exception>
    CollectionSummary Collect(long? removedBefore, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    /// <summary>Copies the store as it is at one moment, with its contents, into a folder of its own, and verifies the copy.</summary>
    /// <param name="folder">The full path of the folder to make.</param>
    /// <param name="replace">Whether a store that is there is replaced, once the copy is whole.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops and leaves nothing behind.</param>
    /// <exception cref="TrackerException">
    /// <c>BackupExists</c>, <c>BackupPathInvalid</c>, <c>BackupFailed</c>, <c>StoreCorrupt</c> or <c>StoreUnavailable</c>.
    /// </exception>
    StoreBackup Backup(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);
}

/// <summary>How far a long work on a store is.</summary>
/// <param name="Step">What is being done, such as <c>Reading points</c>.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is; 0 when that is not known.</param>
/// <param name="InBytes">Whether that is counted in bytes.</param>
public readonly record struct MaintenanceProgress(string Step, long Done, long Total, bool InBytes = false);
