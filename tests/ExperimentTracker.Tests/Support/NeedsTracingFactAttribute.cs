namespace ExperimentTracker.Tests.Support;

/// <summary>A fact about the system calls of a process; skipped where strace is missing or may not trace, and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsTracingFactAttribute : FactAttribute
{
    public NeedsTracingFactAttribute() => Skip = WorkerProcess.TracingObstacle;
}
