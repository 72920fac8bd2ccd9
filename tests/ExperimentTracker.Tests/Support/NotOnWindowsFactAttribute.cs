namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that does not hold on Windows, or cannot be tried there; skipped there, and the reason printed.</summary>
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
