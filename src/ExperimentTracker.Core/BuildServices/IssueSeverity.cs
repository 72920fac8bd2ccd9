namespace ExperimentTracker.BuildServices;

/// <summary>How grave an issue is that a build shows.</summary>
public enum IssueSeverity
{
    /// <summary>The build goes on.</summary>
    Warning,

    /// <summary>Something must be mended. The issue alone does not fail the step; its exit code does.</summary>
    Error,
}
