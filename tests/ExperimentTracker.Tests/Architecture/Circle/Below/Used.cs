namespace ExperimentTracker.Tests.Architecture.Circle.Below;

internal static class InLambda
{
    public static int Number() => 1;
}

internal static class InIterator
{
    public static int Number() => 1;
}

internal sealed class AsArgument;

internal interface IAsConstraint;

internal sealed class AsCaught : Exception;

internal sealed class AsField;

internal sealed class InAttribute;
