using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A run to read from.</summary>
/// <param name="Store">The store it is in.</param>
/// <param name="Run">The run.</param>
/// <param name="Series">The name of the series, if one was given instead of the run.</param>
internal sealed record RunToRead(IExperimentStore Store, Run Run, string? Series);
