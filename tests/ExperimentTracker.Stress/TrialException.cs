namespace ExperimentTracker.Stress;

/// <summary>The exception when a promise does not hold.</summary>
public sealed class TrialException(string message) : Exception(message);
