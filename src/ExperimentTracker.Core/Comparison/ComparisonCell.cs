namespace ExperimentTracker;

/// <summary>What one run has in one row of a comparison.</summary>
public sealed record ComparisonCell
{
    /// <summary>The name of the run's column: its path, with the id where paths repeat.</summary>
    public required string Column { get; init; }

    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Whether the run has it at all: a parameter may be there and be <see langword="null"/>.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value. A bare tag is <see langword="true"/>.</summary>
    public object? Value { get; init; }

    /// <summary>Of a metric: the value less that of the reference; <see langword="null"/> where one is missing, NaN or infinite.</summary>
    public double? Difference { get; init; }

    /// <summary>
    /// Of a metric: the difference as a fraction of the reference's absolute value; <see langword="null"/> when that is 0 and the
    /// difference is not.
    /// </summary>
    public double? RelativeDifference { get; init; }

    /// <summary>
    /// Of a metric with a goal: whether the value is better than the reference's; a number is better than NaN. <see langword="null"/> when
    /// they are equal or one is missing.
    /// </summary>
    public bool? IsBetter { get; init; }

    /// <summary>The value as text.</summary>
    public override string ToString() => HasValue ? ValueText.Format(Value) : "";
}
