namespace ExperimentTracker.Tests.Support;

/// <summary>A fact about the system calls of a process. If strace is missing or may not trace, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsTracingFactAttribute : FactAttribute
{
    public NeedsTracingFactAttribute() => Skip = WorkerProcess.TracingObstacle;
}
