namespace ExperimentTracker;

/// <summary>Errors about the service that runs the build.</summary>
public static class PipelineErrors
{
    /// <summary>A file that the service reads cannot be written. Id: <c>PipelineFileUnavailable</c>.</summary>
    public static TrackerException FileUnavailable(string path, Exception cause) => new(
        "PipelineFileUnavailable", TrackerErrorKind.Unavailable, path,
        $"The file '{path}', which the build service reads, cannot be written: {cause.Message}", cause);

    /// <summary>The service should have named a file and did not. Id: <c>PipelineVariableMissing</c>.</summary>
    public static TrackerException VariableMissing(string variable) => new(
        "PipelineVariableMissing", TrackerErrorKind.Unavailable, variable,
        $"The environment says that GitHub Actions runs this, but not where it reads: {variable} is not set. Pass the variable on to where this runs, such as a container.");
}
