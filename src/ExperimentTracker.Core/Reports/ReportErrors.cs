namespace ExperimentTracker.Reports;

/// <summary>Errors about writing reports.</summary>
internal static class ReportErrors
{
    /// <summary>The file exists and was to be kept. Id: <c>ReportExists</c>.</summary>
    public static TrackerException Exists(string path) => new(
        "ReportExists", TrackerErrorKind.AlreadyExists, path, $"'{path}' exists, and -NoClobber keeps it. Name another file.");

    /// <summary>The file may not be written. Id: <c>ReportReadOnly</c>.</summary>
    public static TrackerException ReadOnly(string path) => new(
        "ReportReadOnly", TrackerErrorKind.PermissionDenied, path, $"'{path}' is read-only. Replace it with -Force, or name another file.");

    /// <summary>The path names a folder or a device. Id: <c>ReportPathInvalid</c>.</summary>
    public static TrackerException NotAFile(string path) => new(
        "ReportPathInvalid", TrackerErrorKind.InvalidArgument, path, $"'{path}' is no file, and a report is one. Name a file, such as report.html.");

    /// <summary>The folder of the file is not there. Id: <c>ReportFolderNotFound</c>.</summary>
    public static TrackerException NoFolder(string folder) => new(
        "ReportFolderNotFound", TrackerErrorKind.NotFound, folder, $"The folder '{folder}' does not exist. Create it, or name a file in another one.");
}
