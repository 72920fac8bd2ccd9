namespace ExperimentTracker.BuildServices;

/// <summary>Errors about the service that runs the build.</summary>
internal static class BuildServiceErrors
{
    /// <summary>A file that the service reads cannot be written. Id: <c>PipelineFileUnavailable</c>.</summary>
    public static TrackerException FileUnavailable(string path, Exception cause) => new(
        "PipelineFileUnavailable", TrackerErrorKind.Unavailable, path,
        $"The file '{path}', which the build service reads, cannot be written: {cause.Message}", cause);

    /// <summary>The service should have named a file and did not. Id: <c>PipelineVariableMissing</c>.</summary>
    public static TrackerException VariableMissing(string variable) => new(
        "PipelineVariableMissing", TrackerErrorKind.Unavailable, variable,
        $"The environment says that GitHub Actions runs this, but not where it reads: {variable} is not set. Pass the variable on to where this runs, such as a container.");

    /// <summary>A summary to which no run came. Id: <c>NothingToSummarize</c>.</summary>
    public static TrackerException NothingToSummarize() => new(
        "NothingToSummarize", TrackerErrorKind.NotFound, null,
        "No run came to be summarised. Pipe some, name them with -Run or -Experiment, or call it while a run is current.");

    /// <summary>A value that a later step would print as a command. Id: <c>UnsafeVariable</c>.</summary>
    public static TrackerException UnsafeVariable(string name, string value) => new(
        "UnsafeVariable", TrackerErrorKind.InvalidArgument, value,
        $"{name} is not handed on: its value '{value}' could be taken for a command of the build service. Give the run another id.");
}
