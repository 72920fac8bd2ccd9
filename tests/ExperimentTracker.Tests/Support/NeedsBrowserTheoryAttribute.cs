namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that is found in a browser; without one, it is skipped and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsBrowserTheoryAttribute : TheoryAttribute
{
    public NeedsBrowserTheoryAttribute() => Skip = ReportBrowser.Obstacle;
}
