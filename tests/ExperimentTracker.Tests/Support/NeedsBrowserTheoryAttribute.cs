namespace ExperimentTracker.Tests.Support;

/// <summary>A theory that needs a browser. Without one, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsBrowserTheoryAttribute : TheoryAttribute
{
    public NeedsBrowserTheoryAttribute() => Skip = ReportBrowser.Obstacle;
}
