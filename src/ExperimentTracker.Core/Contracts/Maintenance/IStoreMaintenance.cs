namespace ExperimentTracker.Contracts.Maintenance;

/// <summary>Maintenance of a store: check, repair, garbage collection and backup. Other processes can read and write meanwhile.</summary>
public interface IStoreMaintenance
{
    /// <summary>Checks the store without changing it. Findings are returned as they are found.</summary>
    /// <param name="quick">Does not read the bytes of blobs; checks only that they exist, and their size.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Cancels the check.</param>
    IEnumerable<StoreFinding> Check(bool quick, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    /// <summary>
    /// Repairs what a check found, as far as that is possible without losing data: the database is copied first, and nothing is deleted. Each finding
    /// is checked again before it is repaired.
    /// </summary>
    /// <returns>The results, in the order of the findings.</returns>
    /// <exception cref="TrackerException"><c>StoreReadOnly</c> or <c>StoreUnavailable</c>.</exception>
    IReadOnlyList<StoreRepair> Repair(IReadOnlyList<StoreFinding> findings, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    /// <summary>Calculates what <see cref="Collect"/> would delete.</summary>
    /// <param name="removedBefore">Only records that were removed at or before this time, in UTC ticks; <see langword="null"/> for all.</param>
    /// <param name="cancellation">Cancels the calculation.</param>
    CollectionSummary EstimateCollection(long? removedBefore, CancellationToken cancellation);

    /// <summary>
    /// Deletes removed records and unreferenced blobs permanently, and frees their space. A removed record is kept while a live record refers to it.
    /// The collection works in short transactions while others write. If it is interrupted, the next one continues.
    /// </summary>
    /// <param name="removedBefore">Only records that were removed at or before this time, in UTC ticks; <see langword="null"/> for all.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Cancels the collection; what is deleted by then stays deleted.</param>
    /// <exception cref="TrackerException"><c>StoreReadOnly</c> or <c>StoreUnavailable</c>.</exception>
    CollectionSummary Collect(long? removedBefore, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);

    /// <summary>Copies a snapshot of the store, including its blobs, into a folder, and verifies the copy.</summary>
    /// <param name="folder">The full path of the folder to create.</param>
    /// <param name="replace">Whether to replace an existing store, once the copy is complete.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Cancels the backup and deletes the incomplete copy.</param>
    /// <exception cref="TrackerException">
    /// <c>BackupExists</c>, <c>BackupPathInvalid</c>, <c>BackupFailed</c>, <c>StoreCorrupt</c> or <c>StoreUnavailable</c>.
    /// </exception>
    StoreBackup Backup(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation);
}

/// <summary>The progress of a long operation on a store.</summary>
/// <param name="Step">The current step, such as <c>Reading points</c>.</param>
/// <param name="Done">The amount that is done.</param>
/// <param name="Total">The total amount; 0 when it is not known.</param>
/// <param name="InBytes">Whether the amounts are in bytes.</param>
public readonly record struct MaintenanceProgress(string Step, long Done, long Total, bool InBytes = false);
