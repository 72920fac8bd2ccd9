using ExperimentTracker.Rules;

namespace ExperimentTracker.Transfer;

/// <summary>Errors about exporting, importing and merging.</summary>
public static class TransferErrors
{
    /// <summary>A store is its own source. Id: <c>MergeIntoItself</c>.</summary>
    public static TrackerException IntoItself(string store) => new(
        "MergeIntoItself", TrackerErrorKind.InvalidArgument, store, $"'{store}' is the store to merge from and the store to merge into. Name another one with -From or -Store.");

    /// <summary>The file to import does not exist. Id: <c>ImportNotFound</c>.</summary>
    public static TrackerException NotFound(string path) => new(
        "ImportNotFound", TrackerErrorKind.NotFound, path,
        $"There is nothing to import at '{path}'. Name a JSON file, or a folder that Export-ExperimentStore wrote.");

    /// <summary>A folder to import that is a store itself. Id: <c>ImportIsStore</c>.</summary>
    public static TrackerException IsStore(string path) => new(
        "ImportIsStore", TrackerErrorKind.InvalidArgument, path, $"'{path}' is an experiment store itself. Take it in with Merge-ExperimentStore -From '{path}'.");

    /// <summary>The file cannot be read as what it should be. Id: <c>ImportNotReadable</c>.</summary>
    public static TrackerException NotReadable(string path, string why, Exception? inner = null) => new(
        "ImportNotReadable", TrackerErrorKind.Corrupt, path, $"'{path}' cannot be imported, and nothing of it was: {why}.", inner);

    /// <summary>The JSON is of no known form. Id: <c>ImportFormatUnknown</c>.</summary>
    public static TrackerException FormatUnknown(string path) => new(
        "ImportFormatUnknown", TrackerErrorKind.Unsupported, path,
        $"'{path}' is JSON, but neither an export of an experiment store, nor a list of experiment, run, metric and artifact records, nor the metadata.json of a ledger.");

    /// <summary>The export is of a newer version. Id: <c>ImportTooNew</c>.</summary>
    public static TrackerException TooNew(string path, int found, int known) => new(
        "ImportTooNew", TrackerErrorKind.Unsupported, path,
        $"'{path}' has format version {found}, and this ExperimentTracker reads versions up to {known}. Update the module.");

    /// <summary>A record that cannot be taken in. Id: <c>ImportRecordInvalid</c>.</summary>
    public static TrackerException RecordInvalid(string record, string why, Exception? inner = null) => new(
        "ImportRecordInvalid", TrackerErrorKind.InvalidArgument, record, $"{record} cannot be taken in, and nothing was: {why}", inner);

    /// <summary>A status that is not known. Id: <c>ImportStatusUnknown</c>.</summary>
    public static TrackerException StatusUnknown(string record, string? status) => new(
        "ImportStatusUnknown", TrackerErrorKind.InvalidArgument, record,
        $"{record} has the status '{status}', which is not known, so nothing was imported. Known are {string.Join(", ", Enum.GetNames<RunStatus>())} and {string.Join(", ", RunStatusRules.KnownWords)}.");

    /// <summary>Where to export to is taken. Id: <c>ExportExists</c>.</summary>
    public static TrackerException Exists(string path) => new(
        "ExportExists", TrackerErrorKind.AlreadyExists, path, $"'{path}' exists already. Name another place, or replace it with -Force.");

    /// <summary>What is to be replaced is not an export. Id: <c>ExportWouldReplace</c>.</summary>
    public static TrackerException WouldReplace(string path) => new(
        "ExportWouldReplace", TrackerErrorKind.AlreadyExists, path, $"'{path}' is not something Export-ExperimentStore wrote, so -Force does not replace it. Name another place.");

    /// <summary>The export cannot be written. Id: <c>ExportNotWritten</c>.</summary>
    public static TrackerException NotWritten(string path, Exception inner) => new(
        "ExportNotWritten", TrackerErrorKind.Unavailable, path, $"'{path}' cannot be written: {inner.Message}", inner);

    /// <summary>-Project with a source that has projects. Id: <c>ProjectNotApplicable</c>.</summary>
    public static TrackerException ProjectNotApplicable(string path) => new(
        "ProjectNotApplicable", TrackerErrorKind.InvalidArgument, path, $"'{path}' says itself which projects its experiments belong to. Leave -Project out.");
}
