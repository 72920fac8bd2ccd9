namespace ExperimentTracker.Tests.Support;

/// <summary>A fact about processes in a separate pid namespace. If none can be created, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPidNamespaceFactAttribute : FactAttribute
{
    public NeedsPidNamespaceFactAttribute() => Skip = WorkerProcess.PidNamespaceObstacle;
}
