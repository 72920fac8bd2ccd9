namespace ExperimentTracker.Maintenance;

/// <summary>Errors about backups of stores.</summary>
public static class MaintenanceErrors
{
    /// <summary>Something is at the place of the backup. Id: <c>BackupExists</c>.</summary>
    /// <param name="path">The place.</param>
    /// <param name="isStore">Whether it is a store.</param>
    /// <param name="isOther">Whether it is another store than the one that is copied, so that not even -Force replaces it.</param>
    public static TrackerException BackupExists(string path, bool isStore, bool isOther) => new(
        "BackupExists", TrackerErrorKind.AlreadyExists, path,
        !isStore ? $"'{path}' already exists, and is not a store. Name another place."
        : isOther ? $"'{path}' is another store, and not an earlier backup of this one. Name another place."
        : $"'{path}' already exists. Name another place, or replace the earlier backup that is there with -Force.");

    /// <summary>A backup cannot lie there. Id: <c>BackupPathInvalid</c>.</summary>
    public static TrackerException BackupPath(string path, string why) => new(
        "BackupPathInvalid", TrackerErrorKind.InvalidArgument, path, $"No backup can be made at '{path}': {why}.");

    /// <summary>The backup cannot be written. Id: <c>BackupFailed</c>.</summary>
    public static TrackerException BackupFailed(string path, Exception cause) => new(
        "BackupFailed", TrackerErrorKind.Unavailable, path, $"The backup '{path}' cannot be made: {cause.Message}", cause);

    /// <summary>A content is not in the backup. Id: <c>BackupIncomplete</c>.</summary>
    public static TrackerException BackupIncomplete(string path, StoreFinding damage) => new(
        "BackupIncomplete", TrackerErrorKind.Corrupt, damage.Subject, $"The backup '{path}' is whole but for one content. {damage.Message}");

    /// <summary>The database of the store is damaged, so that a copy of it is no backup. Id: <c>StoreCorrupt</c>.</summary>
    public static TrackerException NotSound(string path, string problem) => new(
        "StoreCorrupt", TrackerErrorKind.Corrupt, path,
        $"The database of the store '{path}' is damaged ({problem}), and nothing was copied. Test-ExperimentStore says what is wrong, and whether " +
        "Repair-ExperimentStore can mend it. To keep the files as they are, copy the folder while nobody uses it.");
}
