namespace ExperimentTracker.Reports;

/// <summary>Errors about writing reports.</summary>
internal static class ReportErrors
{
    /// <summary>The file exists and must not be replaced. Id: <c>ReportExists</c>.</summary>
    public static TrackerException Exists(string path) => new(
        "ReportExists", TrackerErrorKind.AlreadyExists, path, $"'{path}' already exists, and -NoClobber does not replace it. Name another file.");

    /// <summary>The file may not be written. Id: <c>ReportReadOnly</c>.</summary>
    public static TrackerException ReadOnly(string path) => new(
        "ReportReadOnly", TrackerErrorKind.PermissionDenied, path, $"'{path}' is read-only. Replace it with -Force, or name another file.");

    /// <summary>The path is a folder or a device. Id: <c>ReportPathInvalid</c>.</summary>
    public static TrackerException NotAFile(string path) => new(
        "ReportPathInvalid", TrackerErrorKind.InvalidArgument, path, $"'{path}' is not a file. Name a file for the report, such as report.html.");

    /// <summary>The folder of the file does not exist. Id: <c>ReportFolderNotFound</c>.</summary>
    public static TrackerException NoFolder(string folder) => new(
        "ReportFolderNotFound", TrackerErrorKind.NotFound, folder, $"The folder '{folder}' does not exist. Create it, or name a file in another one.");
}
