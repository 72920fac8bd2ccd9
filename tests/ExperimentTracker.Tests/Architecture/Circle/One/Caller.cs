using ExperimentTracker.Tests.Architecture.Circle.Two;

namespace ExperimentTracker.Tests.Architecture.Circle.One;

/// <summary>One half of a circle that only the insides of two methods make.</summary>
public static class Caller
{
    public static int Call() => Called.Number();

    internal static int Back() => 1;
}
