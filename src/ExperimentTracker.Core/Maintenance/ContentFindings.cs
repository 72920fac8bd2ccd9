namespace ExperimentTracker.Maintenance;

/// <summary>The findings of a check about blobs of artifacts and files in the store's folder.</summary>
public static class ContentFindings
{
    /// <summary>A blob that artifacts refer to is missing.</summary>
    public static StoreFinding BlobMissing(string digest, string owner, string? artifactId, bool isElsewhere) => Content(
        nameof(BlobMissing), digest, owner, artifactId,
        isElsewhere
            ? $"The stored bytes of {owner} are missing from their place, and intact in the trash or in the quarantine ({digest})."
            : $"The stored bytes of {owner} are missing ({digest}). Restore them from a backup, or add the artifact again with -Force.",
        repairable: isElsewhere);

    /// <summary>A blob does not have its original bytes.</summary>
    public static StoreFinding BlobCorrupt(string digest, string owner, string? artifactId, string what) => Content(
        nameof(BlobCorrupt), digest, owner, artifactId,
        $"The stored bytes of {owner} have changed since they were added: {what} ({digest}). " +
        "They are never returned. Restore them from a backup, or add the artifact again with -Force.");

    /// <summary>A blob that artifacts refer to has a file, but no row in the table of blobs.</summary>
    public static StoreFinding BlobUnlisted(string digest, string owner, string? artifactId) => Content(
        nameof(BlobUnlisted), digest, owner, artifactId,
        $"The stored bytes of {owner} exist, but the table of blobs has no row for them ({digest}).", FindingSeverity.Warning, repairable: true);

    /// <summary>A folder whose list of files does not match its digest.</summary>
    public static StoreFinding ManifestDiffers(string digest, string owner, string artifactId) => Content(
        nameof(ManifestDiffers), digest, owner, artifactId,
        $"The list of files of {owner} does not have its recorded digest {digest}. Restore the store from a backup.");

    /// <summary>A blob that no row refers to.</summary>
    /// <param name="path">Its location.</param>
    /// <param name="canBeMoved">Whether a repair moves it to a quarantine; otherwise a garbage collection deletes it.</param>
    public static StoreFinding StrayBlob(string path, bool canBeMoved) => File(
        nameof(StrayBlob), path, $"No record refers to the blob {path}; its writer may have been killed.{(canBeMoved ? "" : " Optimize-ExperimentStore deletes it.")}", canBeMoved);

    /// <summary>A staging file of a process that has ended, or an upload that was not finished or never referred to.</summary>
    public static StoreFinding StagingLeftover(string path) => File(
        nameof(StagingLeftover), path, $"'{path}' was left by a process that ended before it had added an artifact. Optimize-ExperimentStore deletes it.");

    /// <summary>A file that an interrupted garbage collection left.</summary>
    public static StoreFinding TrashLeftover(string path) => File(
        nameof(TrashLeftover), path, $"'{path}' was collected, but its file was not deleted. Optimize-ExperimentStore deletes it.");

    /// <summary>A file in the folder of blobs that is not a blob.</summary>
    public static StoreFinding ForeignFile(string path) => File(
        nameof(ForeignFile), path, $"'{path}' is not a blob of this store, and is left as it is. Move it away.");

    private static StoreFinding Content(
        string problem, string digest, string owner, string? artifactId, string message, FindingSeverity severity = FindingSeverity.Error, bool repairable = false) => new()
    {
        Severity = severity,
        Area = StoreArea.Artifacts,
        Problem = problem,
        Subject = digest,
        Owner = owner,
        OwnerId = artifactId,
        Message = message,
        IsRepairable = repairable,
    };

    private static StoreFinding File(string problem, string path, string message, bool repairable = false) => new()
    {
        Severity = FindingSeverity.Information,
        Area = StoreArea.Files,
        Problem = problem,
        Subject = path,
        Message = message,
        IsRepairable = repairable,
    };
}
