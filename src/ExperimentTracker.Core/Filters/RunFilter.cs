namespace ExperimentTracker.Filters;

/// <summary>
/// The part of a run filter that an engine can use to narrow a query. It need not be the whole filter, because the caller tests each returned run. An
/// engine may return too many runs, but never too few.
/// </summary>
public abstract record RunFilter;

/// <summary>Logical AND of the parts.</summary>
/// <param name="Parts">The operands.</param>
public sealed record AllOf(IReadOnlyList<RunFilter> Parts) : RunFilter;

/// <summary>Logical OR of the parts.</summary>
/// <param name="Parts">The operands.</param>
public sealed record AnyOf(IReadOnlyList<RunFilter> Parts) : RunFilter;

/// <summary>Logical NOT of the part.</summary>
/// <param name="Part">The operand.</param>
public sealed record NoneOf(RunFilter Part) : RunFilter;

/// <summary>A comparison of a property with a value, with PowerShell's semantics.</summary>
/// <param name="Property">The property.</param>
/// <param name="Operator">The comparison operator.</param>
/// <param name="Value">The value to compare with.</param>
/// <param name="Text">The source text of the comparison.</param>
public sealed record PropertyComparison(RunProperty Property, FilterOperator Operator, object? Value, string Text) : RunFilter;

/// <summary>A part of a filter that is not understood, and may be true or false for any run.</summary>
/// <param name="Text">Its source text.</param>
public sealed record Opaque(string Text) : RunFilter;

/// <summary>A comparison operator.</summary>
public enum FilterOperator
{
    /// <summary>Equal, ignoring case.</summary>
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
