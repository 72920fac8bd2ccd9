namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that fills a disk of its own; skipped where none can be mounted, and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsSmallDiskFactAttribute : FactAttribute
{
    public NeedsSmallDiskFactAttribute() => Skip = FullDisk.Obstacle;
}
