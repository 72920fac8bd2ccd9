namespace ExperimentTracker.Filters;

/// <summary>
/// What is known of a filter over runs, for an engine to narrow with. It need not be the whole filter: whoever asks decides about each run that is
/// given; an engine may give too many, and never too few.
/// </summary>
public abstract record RunFilter;

/// <summary>All of these hold.</summary>
/// <param name="Parts">The parts.</param>
public sealed record AllOf(IReadOnlyList<RunFilter> Parts) : RunFilter;

/// <summary>One of these holds.</summary>
/// <param name="Parts">The parts.</param>
public sealed record AnyOf(IReadOnlyList<RunFilter> Parts) : RunFilter;

/// <summary>This does not hold.</summary>
/// <param name="Part">The part.</param>
public sealed record NoneOf(RunFilter Part) : RunFilter;

/// <summary>A property compared with a value, as PowerShell compares.</summary>
/// <param name="Property">The property.</param>
/// <param name="Operator">How they are compared.</param>
/// <param name="Value">The value, one of the domain's.</param>
/// <param name="Text">The comparison as it was written.</param>
public sealed record PropertyComparison(RunProperty Property, FilterOperator Operator, object? Value, string Text) : RunFilter;

/// <summary>Something of which nothing is known.</summary>
/// <param name="Text">As it was written.</param>
public sealed record Opaque(string Text) : RunFilter;

/// <summary>How a property is compared.</summary>
public enum FilterOperator
{
    /// <summary>Equal, without regard to case.</summary>
    Equal,

    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    LessOrEqual,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Greater or equal.</summary>
    GreaterOrEqual,
}
