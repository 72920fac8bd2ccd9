namespace ExperimentTracker.Maintenance;

/// <summary>Errors about backups of stores.</summary>
public static class MaintenanceErrors
{
    /// <summary>The destination of the backup exists. Id: <c>BackupExists</c>.</summary>
    /// <param name="path">The destination.</param>
    /// <param name="isStore">Whether the destination is a store.</param>
    /// <param name="isOther">Whether it is another store than the source, which not even -Force replaces.</param>
    public static TrackerException BackupExists(string path, bool isStore, bool isOther) => new(
        "BackupExists", TrackerErrorKind.AlreadyExists, path,
        !isStore ? $"'{path}' already exists and is not a store. Name another destination."
        : isOther ? $"'{path}' is another store, not an earlier backup of this one. Name another destination."
        : $"'{path}' already exists. Name another destination, or replace that earlier backup with -Force.");

    /// <summary>The destination of the backup is not valid. Id: <c>BackupPathInvalid</c>.</summary>
    public static TrackerException BackupPath(string path, string why) => new(
        "BackupPathInvalid", TrackerErrorKind.InvalidArgument, path, $"A backup cannot be written to '{path}': {why}.");

    /// <summary>The backup cannot be written. Id: <c>BackupFailed</c>.</summary>
    public static TrackerException BackupFailed(string path, Exception cause) => new(
        "BackupFailed", TrackerErrorKind.Unavailable, path, $"The backup '{path}' failed: {cause.Message}", cause);

    /// <summary>The backup lacks a blob. Id: <c>BackupIncomplete</c>.</summary>
    public static TrackerException BackupIncomplete(string path, StoreFinding damage) => new(
        "BackupIncomplete", TrackerErrorKind.Corrupt, damage.Subject, $"The backup '{path}' is complete except for one blob. {damage.Message}");

    /// <summary>The database of the store is damaged, so that a copy of it would not be a backup. Id: <c>StoreCorrupt</c>.</summary>
    public static TrackerException NotSound(string path, string problem) => new(
        "StoreCorrupt", TrackerErrorKind.Corrupt, path,
        $"The database of the store '{path}' is damaged ({problem}), and nothing was copied. Test-ExperimentStore reports what is damaged, and whether " +
        "Repair-ExperimentStore can repair it. To copy the files as they are, copy the folder while no process uses it.");
}
