namespace ExperimentTracker.BuildServices;

/// <summary>
/// The environment variables of the build that a process is part of. Variables are read one by one, by name; the environment is never read as a
/// whole.
/// </summary>
/// <param name="read">Returns the value of a variable, or <see langword="null"/>.</param>
public sealed class BuildEnvironment(Func<string, string?> read)
{
    /// <summary>The variable with the parent run for runs of other jobs.</summary>
    public const string ParentRunVariable = "EXPERIMENT_PARENT_RUN";

    /// <summary>The current environment of this process.</summary>
    public static BuildEnvironment OfThisProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The service that runs the build.</summary>
    public PipelineService Service =>
        IsTrue("TF_BUILD") ? PipelineService.AzurePipelines : IsTrue("GITHUB_ACTIONS") ? PipelineService.GitHubActions : PipelineService.None;

    /// <summary>The parent run of runs that are started here, from the environment; or <see langword="null"/>.</summary>
    public string? ParentRun => this[ParentRunVariable];

    /// <summary>The value of a variable, or <see langword="null"/> if it is empty or not set.</summary>
    public string? this[string name] => read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private bool IsTrue(string name) => bool.TryParse(this[name], out bool value) && value;
}
