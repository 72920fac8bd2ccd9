using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Points;

/// <summary>PowerShell's values to the numbers and moments of points.</summary>
internal static class PointValues
{
    /// <summary>A single number, or <see langword="false"/> for a list of them and for what is none.</summary>
    public static bool TryNumber(object? value, out double number)
    {
        switch (value)
        {
            case double real:
                number = real;
                return true;
            case int whole:
                number = whole;
                return true;
            case long whole:
                number = whole;
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

    /// <summary>A single whole number.</summary>
    public static bool TryStep(object? value, out long step)
    {
        switch (value)
        {
            case long whole:
                step = whole;
                return true;
            case int whole:
                step = whole;
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

    /// <summary>The run that a property names.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>.</exception>
    public static RunIdentity ToRun(object run) =>
        LanguagePrimitives.TryConvertTo(run, out RunIdentity identity) ? identity : throw CatalogErrors.NotFound(RecordType.Run, $"{run}");

    /// <summary>Converts to what a parameter would be.</summary>
    /// <exception cref="TrackerException"><c>UnsupportedValue</c>.</exception>
    public static T To<T>(string name, object? value, string why) =>
        value is not null && LanguagePrimitives.TryConvertTo(value, out T converted) ? converted : throw RunErrors.UnsupportedValue(name, value, why);
}
