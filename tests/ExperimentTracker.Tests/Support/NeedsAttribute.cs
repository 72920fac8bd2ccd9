namespace ExperimentTracker.Tests.Support;

/// <summary>A class of tests that needs something of the machine. Without it, all its tests are skipped with the reason: see <see cref="TestFramework"/>.</summary>
/// <param name="obstacle">Why the tests cannot run here, or <see langword="null"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
public abstract class NeedsAttribute(string? obstacle) : Attribute
{
    public string? Obstacle { get; } = obstacle;
}
