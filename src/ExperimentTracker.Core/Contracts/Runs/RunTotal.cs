namespace ExperimentTracker.Contracts.Runs;

/// <summary>The number of runs of an experiment in a status.</summary>
/// <param name="ExperimentId">The id of the experiment.</param>
/// <param name="Status">The status.</param>
/// <param name="Runs">The number of live runs.</param>
public sealed record RunTotal(string ExperimentId, RunStatus Status, long Runs);
