using System.ComponentModel;
using ExperimentTracker.Tests.Architecture.Circle.Below;

namespace ExperimentTracker.Tests.Architecture.Circle.One;

/// <summary>Uses each type of the namespace below in exactly one way.</summary>
[TypeConverter(typeof(InAttribute))]
internal sealed class User
{
    public AsField? Field { get; set; }

    public static Func<int, int> Lambda() => n => n + InLambda.Number();

    public static IEnumerable<int> Iterator()
    {
        yield return InIterator.Number();
    }

    public static int Argument() => Array.Empty<AsArgument>().Length;

    public static void Constraint<T>() where T : IAsConstraint
    {
    }

    public static bool Caught(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (AsCaught)
        {
            return true;
        }
    }
}
