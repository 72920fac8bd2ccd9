using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Points;

/// <summary>Converts PowerShell values to the numbers and times of points.</summary>
internal static class PointValues
{
    /// <summary>Converts to a double; <see langword="false"/> for lists and values that are not numbers.</summary>
    public static bool TryNumber(object? value, out double number)
    {
        switch (value)
        {
            case double floating:
                number = floating;
                return true;
            case int integer:
                number = integer;
                return true;
            case long integer:
                number = integer;
                return true;
            case PSObject wrapped:
                return TryNumber(wrapped.BaseObject, out number);
            case null or IEnumerable and not string:
                number = 0;
                return false;
            default:
                return LanguagePrimitives.TryConvertTo(value, out number);
        }
    }

    /// <summary>Converts to an integer; <see langword="false"/> for other values.</summary>
    public static bool TryStep(object? value, out long step)
    {
        switch (value)
        {
            case long integer:
                step = integer;
                return true;
            case int integer:
                step = integer;
                return true;
            case PSObject wrapped:
                return TryStep(wrapped.BaseObject, out step);
            case null or IEnumerable and not string:
                step = 0;
                return false;
            default:
                return LanguagePrimitives.TryConvertTo(value, out step);
        }
    }

    /// <summary>Returns the run that a property identifies.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>.</exception>
    public static RunIdentity ToRun(object run) =>
        LanguagePrimitives.TryConvertTo(run, out RunIdentity identity) ? identity : throw CatalogErrors.NotFound(RecordType.Run, $"{run}");

    /// <summary>Converts a value like the parameter binder does.</summary>
    /// <exception cref="TrackerException"><c>UnsupportedValue</c>.</exception>
    public static T To<T>(string name, object? value, string why) =>
        value is not null && LanguagePrimitives.TryConvertTo(value, out T converted) ? converted : throw RunErrors.UnsupportedValue(name, value, why);
}
