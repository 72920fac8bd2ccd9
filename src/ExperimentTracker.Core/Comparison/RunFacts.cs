namespace ExperimentTracker.Comparison;

/// <summary>The comparable properties of runs.</summary>
internal static class RunFacts
{
    /// <summary>Properties of the run itself.</summary>
    public static IReadOnlyList<RunFact> OfRun { get; } =
    [
        new(nameof(Run.Name), r => r.Name), new(nameof(Run.Project), r => r.Project), new(nameof(Run.Experiment), r => r.Experiment),
        new(nameof(Run.Trial), r => r.Trial), new(nameof(Run.Namespace), r => r.Namespace), new(nameof(Run.Status), r => r.Status.ToString()),
        new(nameof(Run.ErrorMessage), r => r.ErrorMessage), new(nameof(Run.ErrorType), r => r.ErrorType), new(nameof(Run.StartedAt), r => r.StartedAt), new(nameof(Run.Duration), r => r.Duration),
    ];

    /// <summary>Properties of the version of the code.</summary>
    public static IReadOnlyList<RunFact> OfCode { get; } =
    [
        new(nameof(RunOrigin.GitCommit), r => r.Origin.GitCommit), new(nameof(RunOrigin.GitBranch), r => r.Origin.GitBranch),
        new(nameof(RunOrigin.GitDirty), r => r.Origin.GitDirty),
    ];

    /// <summary>Properties of the environment in which the run was started.</summary>
    public static IReadOnlyList<RunFact> OfEnvironment { get; } =
    [
        new(nameof(RunOrigin.Host), r => r.Origin.Host), new(nameof(RunOrigin.User), r => r.Origin.User),
        new(nameof(RunOrigin.OperatingSystem), r => r.Origin.OperatingSystem), new(nameof(RunOrigin.PowerShellVersion), r => r.Origin.PowerShellVersion),
        new(nameof(RunOrigin.RuntimeVersion), r => r.Origin.RuntimeVersion), new(nameof(RunOrigin.ModuleVersion), r => r.Origin.ModuleVersion),
        new(nameof(RunOrigin.Script), r => r.Origin.Script), new(nameof(RunOrigin.WorkingDirectory), r => r.Origin.WorkingDirectory),
        new(nameof(RunOrigin.CommandLine), r => r.Origin.CommandLine),
    ];
}

/// <summary>A comparable property of a run.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Read">Reads the value; <see langword="null"/> or an empty string means none.</param>
internal sealed record RunFact(string Name, Func<Run, object?> Read);
