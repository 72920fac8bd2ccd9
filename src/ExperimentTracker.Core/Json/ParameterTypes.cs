namespace ExperimentTracker.Json;

/// <summary>Determines the type of a parameter's value.</summary>
public static class ParameterTypes
{
    /// <summary>The type that a value is stored as.</summary>
    /// <exception cref="ArgumentException">The type of the value cannot be stored (see <see cref="NamedValues"/>).</exception>
    public static ParameterType Of(object? value) => value switch
    {
        null => ParameterType.Null,
        long => ParameterType.Integer,
        double => ParameterType.Real,
        string => ParameterType.Text,
        bool => ParameterType.Boolean,
        DateTime => ParameterType.Date,
        TimeSpan => ParameterType.Duration,
        NamedValues or object?[] => ParameterType.Json,
        _ => throw new ArgumentException($"A value of the type {value.GetType()} cannot be stored.", nameof(value)),
    };

    /// <summary>Whether writing <paramref name="given"/> over <paramref name="existing"/> changes nothing. 1 and 1.0 are equal.</summary>
    public static bool Same(object? existing, object? given) =>
        CanonicalJson.Write(existing) == CanonicalJson.Write(given);
}
