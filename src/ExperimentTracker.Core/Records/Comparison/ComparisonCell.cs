using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>The value of one run in one row of a comparison.</summary>
public sealed record ComparisonCell
{
    /// <summary>The name of the run's column: its path, followed by the id where paths repeat.</summary>
    public required string Column { get; init; }

    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Whether the run has a value; a parameter can exist and be <see langword="null"/>.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value. A bare tag is <see langword="true"/>.</summary>
    public object? Value { get; init; }

    /// <summary>For a metric, the value minus that of the reference; <see langword="null"/> if one of them is missing, NaN or infinite.</summary>
    public double? Difference { get; init; }

    /// <summary>
    /// For a metric, the difference as a fraction of the reference's absolute value; <see langword="null"/> if that is 0 and the difference is not.
    /// </summary>
    public double? RelativeDifference { get; init; }

    /// <summary>
    /// For a metric with a goal, whether the value is better than the reference's. A number is better than NaN. <see langword="null"/> if they are
    /// equal or one is missing.
    /// </summary>
    public bool? IsBetter { get; init; }

    /// <summary>For a metric, whether the run can be the best: by default, whether it succeeded.</summary>
    public bool IsRanked { get; init; }

    /// <summary>The value as a string.</summary>
    public override string ToString() => HasValue ? ValueText.Format(Value) : "";
}
