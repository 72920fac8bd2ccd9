using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Binding;

/// <summary>
/// Values of parameters that were refused while PowerShell bound them. An exception at that point would be PowerShell's error and not ours, so a
/// stand-in of the parameter's type is bound, and the cmdlet reports the problem before it does anything.
/// </summary>
internal static class RefusedValues
{
    private static readonly ConditionalWeakTable<object, ValueProblem> Problems = [];
    private static volatile bool any;

    /// <summary>Whether a value was refused in this process.</summary>
    public static bool Any => any;

    /// <summary>Returns a new value of the type, which represents the problem.</summary>
    public static object StandIn(Type type, ValueProblem problem)
    {
        object standIn = type.IsArray ? Array.CreateInstance(type.GetElementType()!, 1) : RuntimeHelpers.GetUninitializedObject(Nullable.GetUnderlyingType(type) ?? type);
        Problems.Add(standIn, problem);
        any = true;
        return standIn;
    }

    /// <summary>Whether the value represents a problem, which is reported once: PowerShell keeps the value of an earlier pipeline object.</summary>
    public static bool TryTake(object? value, [NotNullWhen(true)] out ValueProblem? problem)
    {
        problem = null;
        return any && value is not null && Problems.TryGetValue(value, out problem) && Problems.Remove(value);
    }
}
