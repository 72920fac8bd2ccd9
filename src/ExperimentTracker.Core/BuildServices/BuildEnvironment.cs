namespace ExperimentTracker.BuildServices;

/// <summary>
/// What the environment says of the build that a process is part of. Variables are asked for one by one, by name; nothing here reads the
/// environment as a whole.
/// </summary>
/// <param name="read">Gives the value of a variable, or <see langword="null"/>.</param>
public sealed class BuildEnvironment(Func<string, string?> read)
{
    /// <summary>The variable that names the run which runs of other jobs are children of.</summary>
    public const string ParentRunVariable = "EXPERIMENT_PARENT_RUN";

    /// <summary>The environment of this process, as it is when it is asked.</summary>
    public static BuildEnvironment OfThisProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The service that runs the build.</summary>
    public PipelineService Service =>
        IsTrue("TF_BUILD") ? PipelineService.AzurePipelines : IsTrue("GITHUB_ACTIONS") ? PipelineService.GitHubActions : PipelineService.None;

    /// <summary>The run that runs started here are children of, as the environment names it; or <see langword="null"/>.</summary>
    public string? ParentRun => this[ParentRunVariable];

    /// <summary>The value of a variable; one that is empty counts as not set.</summary>
    public string? this[string name] => read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private bool IsTrue(string name) => bool.TryParse(this[name], out bool value) && value;
}
