namespace ExperimentTracker.Commands;

/// <summary>A run to read from.</summary>
/// <param name="Store">The store it is in.</param>
/// <param name="Run">The run.</param>
/// <param name="Series">The name of the one series that was given in its place, if one was.</param>
internal sealed record RunToRead(IExperimentStore Store, Run Run, string? Series);
