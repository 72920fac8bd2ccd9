namespace ExperimentTracker.BuildServices;

/// <summary>Errors about the service that runs the build.</summary>
internal static class BuildServiceErrors
{
    /// <summary>A file that the service reads cannot be written. Id: <c>PipelineFileUnavailable</c>.</summary>
    public static TrackerException FileUnavailable(string path, Exception cause) => new(
        "PipelineFileUnavailable", TrackerErrorKind.Unavailable, path,
        $"The file '{path}', which the build service reads, cannot be written: {cause.Message}", cause);

    /// <summary>The environment variable with the path of a file is not set. Id: <c>PipelineVariableMissing</c>.</summary>
    public static TrackerException VariableMissing(string variable) => new(
        "PipelineVariableMissing", TrackerErrorKind.Unavailable, variable,
        $"The environment indicates GitHub Actions, but {variable} is not set. Pass the variable on to the place where this runs, such as a container.");

    /// <summary>There are no runs to summarise. Id: <c>NothingToSummarize</c>.</summary>
    public static TrackerException NothingToSummarize() => new(
        "NothingToSummarize", TrackerErrorKind.NotFound, null,
        "There are no runs to summarise. Pipe some, name them with -Run or -Experiment, or call the cmdlet while a run is current.");

    /// <summary>A value that the build service could interpret as a command. Id: <c>UnsafeVariable</c>.</summary>
    public static TrackerException UnsafeVariable(string name, string value) => new(
        "UnsafeVariable", TrackerErrorKind.InvalidArgument, value,
        $"{name} is not written as an output: the build service could interpret its value '{value}' as a command. Give the run another id.");
}
