using ExperimentTracker.Tests.Architecture.Circle.One;

namespace ExperimentTracker.Tests.Architecture.Circle.Two;

/// <summary>The other half of the cycle: see <see cref="Caller"/>.</summary>
public static class Called
{
    public static int Number() => Environment.TickCount > 0 ? 2 : Caller.Back();
}
