namespace ExperimentTracker.Stress;

/// <summary>A promise that did not hold.</summary>
public sealed class TrialException(string message) : Exception(message);
