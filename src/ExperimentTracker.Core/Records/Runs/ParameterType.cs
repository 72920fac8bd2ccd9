namespace ExperimentTracker;

/// <summary>The types of parameter values.</summary>
public enum ParameterType : long
{
    /// <summary>No value.</summary>
    Null = 0,

    /// <summary>A 64-bit integer.</summary>
    Integer = 1,

    /// <summary>A double, including NaN, infinities and −0.</summary>
    Real = 2,

    /// <summary>A string.</summary>
    Text = 3,

    /// <summary>True or false.</summary>
    Boolean = 4,

    /// <summary>A date and time, stored in UTC with a precision of 100 ns and returned in local time.</summary>
    Date = 5,

    /// <summary>A duration, with a precision of 100 ns.</summary>
    Duration = 6,

    /// <summary>An object or a list, stored as JSON.</summary>
    Json = 7,
}
