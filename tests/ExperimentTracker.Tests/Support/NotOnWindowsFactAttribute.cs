namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that does not hold on Windows, or cannot be tested there. On Windows it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotOnWindowsFactAttribute : FactAttribute
{
    public NotOnWindowsFactAttribute(string reason)
    {
        Reason = reason;
        if (OperatingSystem.IsWindows()) Skip = reason;
    }

    public string Reason { get; }
}
