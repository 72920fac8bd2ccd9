namespace ExperimentTracker.Sweeps;

/// <summary>What is known about a set of parameters that was tried.</summary>
/// <param name="Parameters">The parameters, without those of the repetition.</param>
/// <param name="Value">The value of the metric; <see langword="null"/> or NaN if there is none, as after a failure and while the trial runs.</param>
/// <param name="IsComplete">Whether the trial came to its end: it was not stopped because it showed no promise, and does not run.</param>
public sealed record SweepResult(NamedValues Parameters, double? Value, bool IsComplete)
{
    /// <summary>Whether there is a value.</summary>
    public bool HasValue => Value is { } value && !double.IsNaN(value);
}
