using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>The properties of a run that can be set at any time. In a change, <see langword="null"/> keeps the value.</summary>
public abstract record RunNotes
{
    private readonly double? progress;

    /// <summary>The description, or <see langword="null"/>; in a change, <c>''</c> removes it.</summary>
    public string? Description { get; init; }

    /// <summary>The completed share of the work, from 0 to 1, or <see langword="null"/> when the run reports none.</summary>
    /// <exception cref="TrackerException"><c>InvalidProgress</c>: less than 0, more than 1, or NaN.</exception>
    public double? Progress
    {
        get => progress;
        init => progress = value is null or (>= 0 and <= 1) ? value : throw new TrackerException(
            "InvalidProgress", TrackerErrorKind.InvalidArgument, value, $"{ValueText.Format(value)} is not a share of the work. Specify a number from 0 to 1, such as 0.25 for a quarter.");
    }

    /// <summary>What the run is doing, or <see langword="null"/>; in a change, <c>''</c> removes it.</summary>
    public string? ProgressText { get; init; }
}
