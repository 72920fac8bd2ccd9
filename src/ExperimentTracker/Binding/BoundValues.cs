using System.Management.Automation;
using System.Reflection;

namespace ExperimentTracker.Binding;

/// <summary>Reports the values of parameters that were refused when they were bound (see <see cref="ValueTransformationAttribute"/>).</summary>
internal static class BoundValues
{
    /// <summary>Throws when a value was refused.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="commandLine">Whether the values come from the command line, where <c>$null</c> is an error, and not from a pipeline object.</param>
    /// <exception cref="TrackerException">The error of the first value that was refused.</exception>
    public static void Check(PSCmdlet cmdlet, bool commandLine)
    {
        if (!commandLine && !RefusedValues.Any) return;
        foreach ((string name, object? value) in cmdlet.MyInvocation.BoundParameters)
        {
            if (RefusedValues.TryTake(value, out ValueProblem? problem)) throw problem.At($"-{name}", name);
            if (commandLine && value is null && NullProblem(cmdlet.GetType(), name) is { } missing) throw missing.At($"-{name}", name);
        }
    }

    private static ValueProblem? NullProblem(Type cmdlet, string parameter) =>
        cmdlet.GetProperty(parameter)?.GetCustomAttribute<ValueTransformationAttribute>()?.Read(null, out _);
}
