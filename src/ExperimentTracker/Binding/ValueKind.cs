namespace ExperimentTracker.Binding;

/// <summary>What a value has to be; it determines the id of the error when it is not.</summary>
internal enum ValueKind
{
    /// <summary>A floating-point number.</summary>
    Number,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A step or an index: an integer from 0.</summary>
    Step,

    /// <summary>A date and time.</summary>
    Time,

    /// <summary>A duration.</summary>
    Duration,

    /// <summary>A number within bounds.</summary>
    Range,
}
