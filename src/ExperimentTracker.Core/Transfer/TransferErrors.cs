using ExperimentTracker.Rules;

namespace ExperimentTracker.Transfer;

/// <summary>Errors about exporting, importing and merging.</summary>
public static class TransferErrors
{
    /// <summary>The source of a merge is the target store. Id: <c>MergeIntoItself</c>.</summary>
    public static TrackerException IntoItself(string store) => new(
        "MergeIntoItself", TrackerErrorKind.InvalidArgument, store, $"'{store}' is both the source and the target of the merge. Name another one with -From or -Store.");

    /// <summary>The file to import does not exist. Id: <c>ImportNotFound</c>.</summary>
    public static TrackerException NotFound(string path) => new(
        "ImportNotFound", TrackerErrorKind.NotFound, path,
        $"There is nothing to import at '{path}'. Name a JSON file, a folder that Export-ExperimentStore wrote, or a file or folder of another tracker.");

    /// <summary>The folder to import is a store. Id: <c>ImportIsStore</c>.</summary>
    public static TrackerException IsStore(string path) => new(
        "ImportIsStore", TrackerErrorKind.InvalidArgument, path, $"'{path}' is an experiment store. Merge it with Merge-ExperimentStore -From '{path}'.");

    /// <summary>The file is not valid. Id: <c>ImportNotReadable</c>.</summary>
    public static TrackerException NotReadable(string path, string why, Exception? inner = null) => new(
        "ImportNotReadable", TrackerErrorKind.Corrupt, path, $"'{path}' cannot be imported: {why}. Nothing was imported.", inner);

    /// <summary>The JSON has an unknown format. Id: <c>ImportFormatUnknown</c>.</summary>
    public static TrackerException FormatUnknown(string path) => new(
        "ImportFormatUnknown", TrackerErrorKind.Unsupported, path,
        $"'{path}' is JSON, but neither an export of an experiment store, nor a list of experiment, run, metric and artifact records, nor the metadata.json of a ledger, nor in one of " +
        "the formats of other trackers. Name the format with -Format if you know it.");

    /// <summary>There is no such format. Id: <c>ImportFormatInvalid</c>.</summary>
    /// <param name="name">The name that was given.</param>
    /// <param name="formats">The formats that there are.</param>
    public static TrackerException FormatInvalid(string name, IEnumerable<ITransferFormat> formats) => new(
        "ImportFormatInvalid", TrackerErrorKind.InvalidArgument, name,
        $"'{name}' is not a format that can be imported. The formats are {string.Join(", ", formats.Select(f => f.Name))}. Omit -Format for a file or folder that is recognised.");

    /// <summary>There is no such format to export to. Id: <c>ExportFormatInvalid</c>.</summary>
    /// <param name="name">The name that was given.</param>
    /// <param name="formats">The formats that there are, besides the own ones.</param>
    public static TrackerException ExportFormatInvalid(string name, IEnumerable<IExportFormat> formats) => new(
        "ExportFormatInvalid", TrackerErrorKind.InvalidArgument, name,
        $"'{name}' is not a format of exports. The formats are {StoreExport.FileForm}, {StoreExport.FolderForm}, {string.Join(", ", formats.Select(f => f.Name))}.");

    /// <summary>A server cannot be reached. Id: <c>ExportServerUnreachable</c>.</summary>
    public static TrackerException ServerUnreachable(string address, string why) => new(
        "ExportServerUnreachable", TrackerErrorKind.Unavailable, address, $"The server {address} cannot be reached: {why}. What it has received stays there; repeat the command to send the rest.");

    /// <summary>A server refuses a request. Id: <c>ExportServerRefused</c>.</summary>
    public static TrackerException ServerRefused(string address, string code, string message, Exception inner) => new(
        "ExportServerRefused", TrackerErrorKind.InvalidState, address, $"The server {address} refuses a request ({code}): {message.TrimEnd('.')}. Credentials are read from MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.", inner);

    /// <summary>The address of a mirror is not one of a server. Id: <c>MirrorAddressInvalid</c>.</summary>
    public static TrackerException MirrorAddressInvalid() => new(
        "MirrorAddressInvalid", TrackerErrorKind.InvalidArgument, null,
        "Runs are sent to an address that begins with http:// or https:// and has no user or password. Put credentials into MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.");

    /// <summary>The address of a server was given for an export without a format that takes it. Id: <c>ExportAddressInvalid</c>.</summary>
    public static TrackerException ExportAddressInvalid(IEnumerable<IExportFormat> formats) => new(
        "ExportAddressInvalid", TrackerErrorKind.InvalidArgument, null,
        $"An export to the address of a server, which begins with http:// or https://, needs -As with one of: {string.Join(", ", formats.Where(f => f.TakesAddress).Select(f => f.Name))}.");

    /// <summary>The address of a server was given without a format that takes it. Id: <c>ImportAddressInvalid</c>.</summary>
    /// <param name="formats">The formats that read from a server.</param>
    public static TrackerException AddressInvalid(IEnumerable<ITransferFormat> formats) => new(
        "ImportAddressInvalid", TrackerErrorKind.InvalidArgument, null,
        $"The address of a server can be imported only with a format that reads from one: specify -Format {string.Join(" or -Format ", formats.Where(f => f.TakesAddress).Select(f => f.Name))}.");

    /// <summary>The address of a server cannot be used. Id: <c>ImportAddressInvalid</c>.</summary>
    /// <param name="why">What is wrong, as sentences without the last full stop. The address is not repeated: it could have a password.</param>
    public static TrackerException ServerAddressInvalid(string why) => new("ImportAddressInvalid", TrackerErrorKind.InvalidArgument, null, $"The address cannot be imported from. {why}.");

    /// <summary>A source stopped answering while it was read. Id: <c>ImportInterrupted</c>.</summary>
    /// <param name="source">The path or the address, which has no secret.</param>
    /// <param name="why">What happened.</param>
    /// <param name="inner">The reason.</param>
    public static TrackerException Interrupted(string source, string why, Exception? inner = null) => new(
        "ImportInterrupted", TrackerErrorKind.Unavailable, source, $"The import of '{source}' ended early: {why}. The runs that were imported stay, and the next import continues.", inner);

    /// <summary>The module was installed without the formats of other trackers. Id: <c>ImportFormatsMissing</c>.</summary>
    /// <param name="folder">The folder in which they would be.</param>
    public static TrackerException FormatsMissing(string folder) => new(
        "ImportFormatsMissing", TrackerErrorKind.Unsupported, folder,
        $"This installation of ExperimentTracker has no formats of other trackers, which would be in '{folder}'. Install a release of the module with them.");

    /// <summary>A newer version wrote the export. Id: <c>ImportTooNew</c>.</summary>
    public static TrackerException TooNew(string path, int found, int known) => new(
        "ImportTooNew", TrackerErrorKind.Unsupported, path,
        $"'{path}' has format version {found}, but this version of ExperimentTracker reads versions up to {known}. Update the module.");

    /// <summary>A record is not valid. Id: <c>ImportRecordInvalid</c>.</summary>
    public static TrackerException RecordInvalid(string record, string why, Exception? inner = null) => new(
        "ImportRecordInvalid", TrackerErrorKind.InvalidArgument, record, $"{record} is not valid: {why} Nothing was written.", inner);

    /// <summary>The status of a record is unknown. Id: <c>ImportStatusUnknown</c>.</summary>
    public static TrackerException StatusUnknown(string record, string? status) => new(
        "ImportStatusUnknown", TrackerErrorKind.InvalidArgument, record,
        $"{record} has the unknown status '{status}', so nothing was imported. Valid values are {string.Join(", ", Enum.GetNames<RunStatus>())} and {string.Join(", ", RunStatusRules.KnownValues)}.");

    /// <summary>The destination of the export exists. Id: <c>ExportExists</c>.</summary>
    public static TrackerException Exists(string path) => new(
        "ExportExists", TrackerErrorKind.AlreadyExists, path, $"'{path}' already exists. Name another destination, or replace it with -Force.");

    /// <summary>The folder to replace is not an export. Id: <c>ExportWouldReplace</c>.</summary>
    public static TrackerException WouldReplace(string path) => new(
        "ExportWouldReplace", TrackerErrorKind.AlreadyExists, path, $"'{path}' was not written by Export-ExperimentStore, so -Force does not replace it. Name another destination.");

    /// <summary>The export cannot be written. Id: <c>ExportNotWritten</c>.</summary>
    public static TrackerException NotWritten(string path, Exception inner) => new(
        "ExportNotWritten", TrackerErrorKind.Unavailable, path, $"'{path}' cannot be written: {inner.Message}", inner);

    /// <summary>-Project with a source that contains projects. Id: <c>ProjectNotApplicable</c>.</summary>
    public static TrackerException ProjectNotApplicable(string path) => new(
        "ProjectNotApplicable", TrackerErrorKind.InvalidArgument, path, $"'{path}' already contains the projects of its experiments. Omit -Project.");
}
