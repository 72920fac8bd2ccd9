namespace ExperimentTracker.Storage.Engine;

/// <summary>A row has a value that its column cannot have: it was damaged, or written by another program.</summary>
/// <param name="why">What is wrong.</param>
internal sealed class DamagedRowException(string why) : Exception($"a row is not valid: {why}");
