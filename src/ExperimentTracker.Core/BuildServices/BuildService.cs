namespace ExperimentTracker.BuildServices;

/// <summary>
/// Speaks to the service that runs the build. What a method returns are the lines to write to standard output, as they are and each on a
/// line of its own; some services read files instead, and then there are none.
/// </summary>
public abstract class BuildService
{
    private protected BuildService(BuildEnvironment environment) => Environment = environment;

    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>The most bytes of UTF-8 that a summary may still have.</summary>
    public abstract int SummaryRoom { get; }

    private protected BuildEnvironment Environment { get; }

    /// <summary>The service that runs the build, or <see langword="null"/> outside of one.</summary>
    public static BuildService? Of(BuildEnvironment environment) => environment.Service switch
    {
        PipelineService.AzurePipelines => new AzureBuild(environment),
        PipelineService.GitHubActions => new GitHubBuild(environment),
        _ => null,
    };

    /// <summary>Shows an issue where people look for what went wrong.</summary>
    public abstract IReadOnlyList<string> LogIssue(IssueSeverity severity, string title, string message);

    /// <summary>Gives a variable to the later steps of the job; with <paramref name="asOutput"/> to later jobs.</summary>
    /// <exception cref="TrackerException"><c>PipelineFileUnavailable</c>: the file the service reads cannot be written.</exception>
    public abstract IReadOnlyList<string> SetVariable(string name, string value, bool asOutput);

    /// <summary>Adds a tag to the build, where builds have tags.</summary>
    public abstract IReadOnlyList<string> AddTag(string tag);

    /// <summary>Shows how far the step has come, where steps show that.</summary>
    /// <param name="percent">From 0 to 100.</param>
    /// <param name="activity">What it does.</param>
    public abstract IReadOnlyList<string> ShowProgress(int percent, string activity);

    /// <summary>Puts Markdown on the page of the build. It must have no more bytes than <see cref="SummaryRoom"/>.</summary>
    /// <exception cref="TrackerException"><c>PipelineFileUnavailable</c>: the file cannot be written.</exception>
    public abstract IReadOnlyList<string> PublishSummary(string markdown, string title);

    /// <summary>Writes text to the end of a file, as UTF-8 without a byte order mark.</summary>
    private protected static void Append(string path, string text)
    {
        try
        {
            File.AppendAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw BuildServiceErrors.FileUnavailable(path, e);
        }
    }
}
