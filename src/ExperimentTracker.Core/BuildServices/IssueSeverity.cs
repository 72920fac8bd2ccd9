namespace ExperimentTracker.BuildServices;

/// <summary>The severity of an issue in a build.</summary>
public enum IssueSeverity
{
    /// <summary>The build goes on.</summary>
    Warning,

    /// <summary>Something must be fixed. The issue alone does not fail the step; its exit code does.</summary>
    Error,
}
