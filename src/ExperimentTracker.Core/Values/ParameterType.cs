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
