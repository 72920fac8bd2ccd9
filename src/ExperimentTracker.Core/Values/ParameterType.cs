namespace ExperimentTracker;

/// <summary>The types a parameter's value is kept as.</summary>
public enum ParameterType
{
    /// <summary>No value.</summary>
    Null = 0,

    /// <summary>A whole number of 64 bits.</summary>
    Integer = 1,

    /// <summary>A double; NaN, infinities and −0 included.</summary>
    Real = 2,

    /// <summary>Text.</summary>
    Text = 3,

    /// <summary>True or false.</summary>
    Boolean = 4,

    /// <summary>A moment, kept in UTC to 100 ns and surfaced as local time.</summary>
    Date = 5,

    /// <summary>A length of time, to 100 ns.</summary>
    Duration = 6,

    /// <summary>An object or a list, kept as JSON.</summary>
    Json = 7,
}

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
