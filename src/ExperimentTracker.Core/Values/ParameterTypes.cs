namespace ExperimentTracker;

/// <summary>Which type a value has.</summary>
public static class ParameterTypes
{
    /// <summary>The type under which a value is kept.</summary>
    /// <exception cref="ArgumentException">The value is not one of the domain's (see <see cref="NamedValues"/>).</exception>
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
        _ => throw new ArgumentException($"A {value.GetType()} is not a value of the domain.", nameof(value)),
    };

    /// <summary>
    /// Whether writing <paramref name="given"/> over <paramref name="existing"/> changes nothing: equal values, and 1 and 1.0 are equal.
    /// </summary>
    public static bool Same(object? existing, object? given) =>
        CanonicalJson.Write(existing) == CanonicalJson.Write(given);
}
