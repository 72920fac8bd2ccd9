namespace ExperimentTracker.BuildServices;

/// <summary>
/// Writes to the service that runs the build. Methods return the lines to write to standard output, unchanged and each on its own line. If a service
/// reads files instead, they return no lines.
/// </summary>
public abstract class BuildService
{
    private protected BuildService(BuildEnvironment environment) => Environment = environment;

    /// <summary>The name of the service.</summary>
    public abstract string Name { get; }

    /// <summary>The remaining number of UTF-8 bytes for a summary.</summary>
    public abstract int RemainingSummaryBytes { get; }

    private protected BuildEnvironment Environment { get; }

    /// <summary>The service that runs the build, or <see langword="null"/> outside of one.</summary>
    public static BuildService? Of(BuildEnvironment environment) => environment.Service switch
    {
        PipelineService.AzurePipelines => new AzureBuild(environment),
        PipelineService.GitHubActions => new GitHubBuild(environment),
        _ => null,
    };

    /// <summary>Shows an issue in the list of problems of the build.</summary>
    public abstract IReadOnlyList<string> LogIssue(IssueSeverity severity, string title, string message);

    /// <summary>Sets a variable for later steps of the job; with <paramref name="asOutput"/>, for later jobs.</summary>
    /// <exception cref="TrackerException"><c>PipelineFileUnavailable</c>: the file that the service reads cannot be written.</exception>
    public abstract IReadOnlyList<string> SetVariable(string name, string value, bool asOutput);

    /// <summary>Adds a tag to the build, if the service supports tags.</summary>
    public abstract IReadOnlyList<string> AddTag(string tag);

    /// <summary>Shows the progress of the step, if the service supports it.</summary>
    /// <param name="percent">From 0 to 100.</param>
    /// <param name="activity">The current activity.</param>
    public abstract IReadOnlyList<string> ShowProgress(int percent, string activity);

    /// <summary>Adds Markdown to the page of the build. Its size must not exceed <see cref="RemainingSummaryBytes"/>.</summary>
    /// <exception cref="TrackerException"><c>PipelineFileUnavailable</c>: the file cannot be written.</exception>
    public abstract IReadOnlyList<string> PublishSummary(string markdown, string title);

    /// <summary>Appends text to a file, as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="onNewLine">Begins a new line first, if an earlier command has omitted the end of its line.</param>
    private protected static void Append(string path, string text, bool onNewLine = false)
    {
        try
        {
            File.AppendAllText(path, onNewLine && !EndsWithLine(path) ? "\n" + text : text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw BuildServiceErrors.FileUnavailable(path, e);
        }
    }

    private static bool EndsWithLine(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return true;
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
