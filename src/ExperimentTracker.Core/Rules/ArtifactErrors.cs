namespace ExperimentTracker.Rules;

/// <summary>Errors about artifacts and their bytes.</summary>
public static class ArtifactErrors
{
    /// <summary>The artifact key is not valid. Id: <c>InvalidArtifactKey</c>.</summary>
    public static TrackerException Key(string? key, string why) => new(
        "InvalidArtifactKey", TrackerErrorKind.InvalidArgument, key, $"The artifact key '{key}' is not valid: {why}.");

    /// <summary>There is no such artifact. Id: <c>ArtifactNotFound</c>.</summary>
    public static TrackerException NotFound(string key, string subject) => new(
        "ArtifactNotFound", TrackerErrorKind.NotFound, key, $"{subject} artifact '{key}'. Get-Artifact lists the existing ones.");

    /// <summary>An artifact of an experiment with an epoch or a result of a run. Id: <c>NotOfARun</c>.</summary>
    public static TrackerException NotOfARun(string key) => new(
        "NotOfARun", TrackerErrorKind.InvalidArgument, key,
        $"Artifact '{key}' belongs to an experiment, but epochs and results belong to runs. Omit -Experiment, or -Epoch and -Result.");

    /// <summary>A step below zero. Id: <c>InvalidStep</c>.</summary>
    public static TrackerException Step(string key, long step) => new(
        "InvalidStep", TrackerErrorKind.InvalidArgument, step, $"Step {step} of artifact '{key}' is negative: steps go from 0 to 9223372036854775807.");

    /// <summary>The key exists with other content, at this step if there is one. Id: <c>ArtifactExists</c>.</summary>
    public static TrackerException Exists(string key, long? step, string owner) => new(
        "ArtifactExists", TrackerErrorKind.AlreadyExists, key,
        $"{owner} already has an artifact '{key}'{(step is null ? "" : $" at step {step}")} with other content. Choose another key, or replace it with -Force.");

    /// <summary>The stored bytes are missing. Id: <c>ArtifactMissing</c>.</summary>
    public static TrackerException Missing(string digest, string owner) => new(
        "ArtifactMissing", TrackerErrorKind.Corrupt, digest,
        $"The stored bytes {digest} of {owner} are missing from the store. Restore them from a backup, or add the artifact again with -Force.");

    /// <summary>The stored bytes do not match their digest. Id: <c>ArtifactCorrupt</c>.</summary>
    public static TrackerException Corrupt(string digest, string owner) => new(
        "ArtifactCorrupt", TrackerErrorKind.Corrupt, digest,
        $"The stored bytes {digest} of {owner} have changed since they were added and are not returned. " +
        "Restore them from a backup, or add the artifact again with -Force.");

    /// <summary>The store does not have the bytes. Id: <c>ArtifactNotStored</c>.</summary>
    public static TrackerException NotStored(string key, string? location) => new(
        "ArtifactNotStored", TrackerErrorKind.InvalidState, key,
        $"The bytes of artifact '{key}' are not in this store: it was recorded " +
        (location is null ? "by its digest only." : $"as a reference to {location}."));

    /// <summary>The size is not valid. Id: <c>InvalidSize</c>.</summary>
    public static TrackerException Size(long size) => new(
        "InvalidSize", TrackerErrorKind.InvalidArgument, size,
        $"{size} is not a valid size: give the number of bytes, from 0 to {ArtifactRules.LargestSize}.");

    /// <summary>A digest that is not 64 hexadecimal digits, with or without <c>sha256:</c>. Id: <c>InvalidDigest</c>.</summary>
    public static TrackerException Digest(string? digest) => new(
        "InvalidDigest", TrackerErrorKind.InvalidArgument, digest,
        $"'{digest}' is not a digest: give 64 hexadecimal digits of SHA-256, with or without 'sha256:' before them.");

    /// <summary>A file to add does not exist. Id: <c>FileNotFound</c>.</summary>
    public static TrackerException FileNotFound(string path) => new(
        "FileNotFound", TrackerErrorKind.NotFound, path, $"The file '{path}' does not exist.");

    /// <summary>A file or folder cannot be read or written. Id: <c>FileUnavailable</c>.</summary>
    public static TrackerException FileUnavailable(string path, Exception cause) => new(
        "FileUnavailable", TrackerErrorKind.Unavailable, path, $"'{path}' cannot be used: {cause.Message}", cause);

    /// <summary>A folder where one file is expected. Id: <c>NotAFile</c>.</summary>
    public static TrackerException NotAFile(string path) => new(
        "NotAFile", TrackerErrorKind.InvalidArgument, path,
        $"'{path}' is a folder where a single file is expected. To keep a folder as one artifact, name it with -Folder.");

    /// <summary>A named pipe, a socket or a device. Id: <c>NotARegularFile</c>.</summary>
    public static TrackerException NotRegular(string path, string kind) => new(
        "NotARegularFile", TrackerErrorKind.InvalidArgument, path,
        $"'{path}' is {kind}, which has no content of its own. Write what it delivers to a file, and add that.");

    /// <summary>A file and a folder of the same name. Id: <c>ArtifactKeyConflict</c>.</summary>
    public static TrackerException KeyConflict(string key, string other, string owner) => new(
        "ArtifactKeyConflict", TrackerErrorKind.AlreadyExists, key,
        $"{owner} has an artifact '{other}', which '{key}' cannot stand beside: one would be a file and a folder at once when they are saved. Choose another key.");

    /// <summary>A file where a folder is expected. Id: <c>NotAFolder</c>.</summary>
    public static TrackerException NotAFolder(string path) => new(
        "NotAFolder", TrackerErrorKind.InvalidArgument, path, $"'{path}' is not a folder.");

    /// <summary>A link inside a folder points outside of it. Id: <c>LinkLeavesFolder</c>.</summary>
    public static TrackerException LinkLeavesFolder(string path, string folder) => new(
        "LinkLeavesFolder", TrackerErrorKind.InvalidArgument, path,
        $"The link '{path}' leaves the folder '{folder}' and is not followed. Add its target separately, or remove the link.");

    /// <summary>The destination exists. Id: <c>DestinationExists</c>.</summary>
    public static TrackerException DestinationExists(string path) => new(
        "DestinationExists", TrackerErrorKind.AlreadyExists, path, $"'{path}' already exists. Overwrite it with -Force.");

    /// <summary>The same command wrote another artifact there. Id: <c>DestinationExists</c>.</summary>
    public static TrackerException DestinationTaken(string path, string other, string key) => new(
        "DestinationExists", TrackerErrorKind.AlreadyExists, path,
        $"'{path}' was just written for artifact '{other}', and -Force replaces only older files. Save '{key}' separately, with another -Destination.");

    /// <summary>A folder artifact does not contain the file. Id: <c>ArtifactFileNotFound</c>.</summary>
    public static TrackerException FileInFolderNotFound(string path, string key) => new(
        "ArtifactFileNotFound", TrackerErrorKind.NotFound, path, $"The folder artifact '{key}' has no file '{path}'.");

    /// <summary>A folder artifact was used where a single content is needed. Id: <c>ArtifactIsFolder</c>.</summary>
    public static TrackerException IsFolder(string key) => new(
        "ArtifactIsFolder", TrackerErrorKind.InvalidArgument, key,
        $"Artifact '{key}' is a folder. Name one of its files with -File, or copy the folder with Save-Artifact.");
}
