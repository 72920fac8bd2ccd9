namespace ExperimentTracker.Maintenance;

/// <summary>Everything that a check of a store can find about contents of artifacts and about files in the store's folder.</summary>
public static class ContentFindings
{
    /// <summary>A content that artifacts name and that is gone.</summary>
    public static StoreFinding BlobMissing(string digest, string owner, string? artifactId, bool isElsewhere) => Content(
        nameof(BlobMissing), digest, owner, artifactId,
        isElsewhere
            ? $"The stored bytes of {owner} are missing from their place, and whole in the trash or in quarantine ({digest})."
            : $"The stored bytes of {owner} are missing ({digest}). Restore them from a backup, or add the artifact again with -Force.",
        repairable: isElsewhere);

    /// <summary>A content that is not what was added.</summary>
    public static StoreFinding BlobCorrupt(string digest, string owner, string? artifactId, string what) => Content(
        nameof(BlobCorrupt), digest, owner, artifactId,
        $"The stored bytes of {owner} have changed since they were added: {what} ({digest}). " +
        "They are never given out. Restore them from a backup, or add the artifact again with -Force.");

    /// <summary>A content that artifacts name, that is there, and that the list of contents lacks.</summary>
    public static StoreFinding BlobUnlisted(string digest, string owner, string? artifactId) => Content(
        nameof(BlobUnlisted), digest, owner, artifactId,
        $"The stored bytes of {owner} are there, but not in the list of contents ({digest}).", FindingSeverity.Warning, repairable: true);

    /// <summary>A folder whose list of files does not give its digest.</summary>
    public static StoreFinding ManifestDiffers(string digest, string owner, string artifactId) => Content(
        nameof(ManifestDiffers), digest, owner, artifactId,
        $"The list of files of {owner} does not give the digest {digest} that was kept. Restore the store from a backup.");

    /// <summary>A content in the artifact folder that the store does not know.</summary>
    public static StoreFinding StrayBlob(string path) => File(
        nameof(StrayBlob), path, $"The store does not know the content {path}; its writer may have died.", repairable: true);

    /// <summary>What a process that is gone had begun to take in.</summary>
    public static StoreFinding StagingLeftover(string path) => File(
        nameof(StagingLeftover), path, $"'{path}' was being taken in when its process ended. Optimize-ExperimentStore takes it away.");

    /// <summary>What an interrupted collection left.</summary>
    public static StoreFinding TrashLeftover(string path) => File(
        nameof(TrashLeftover), path, $"'{path}' was collected and is still there. Optimize-ExperimentStore takes it away.");

    /// <summary>A file among the contents that is none.</summary>
    public static StoreFinding ForeignFile(string path) => File(
        nameof(ForeignFile), path, $"'{path}' is not a content of this store. It is left alone; move it away.");

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
