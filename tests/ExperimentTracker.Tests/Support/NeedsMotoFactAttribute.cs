namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that needs an S3 service, which the tests start. Without its programs, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsMotoFactAttribute : FactAttribute
{
    public NeedsMotoFactAttribute() => Skip = MotoServer.Shared.Obstacle;
}
