using ExperimentTracker.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Files;

/// <summary>Values of parameters as texts, for formats without their types.</summary>
internal static class ParameterText
{
    /// <summary>The text: numbers in the shortest form that gives the same number, times in UTC, objects and lists as JSON; <see langword="null"/> for no value.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        NamedValues or object?[] => JsonText.Write(value),
        DateTime time => ValueText.Format(time.ToUniversalTime()),
        _ => ValueText.Format(value),
    };
}
