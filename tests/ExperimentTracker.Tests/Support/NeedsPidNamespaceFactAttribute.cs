namespace ExperimentTracker.Tests.Support;

/// <summary>A fact about processes in a pid namespace of their own; skipped where none can be had, and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPidNamespaceFactAttribute : FactAttribute
{
    public NeedsPidNamespaceFactAttribute() => Skip = WorkerProcess.PidNamespaceObstacle;
}
