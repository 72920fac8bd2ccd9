using ExperimentTracker.Tests.Architecture.Circle.Two;

namespace ExperimentTracker.Tests.Architecture.Circle.One;

/// <summary>One half of a cycle that exists only in the bodies of two methods.</summary>
public static class Caller
{
    public static int Call() => Called.Number();

    internal static int Back() => 1;
}
