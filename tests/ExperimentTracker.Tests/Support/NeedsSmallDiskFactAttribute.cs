namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that fills a small file system. If none can be mounted, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsSmallDiskFactAttribute : FactAttribute
{
    public NeedsSmallDiskFactAttribute() => Skip = FullDisk.Obstacle;
}
