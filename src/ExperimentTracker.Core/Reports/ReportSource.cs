using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Reports;

/// <summary>What a report is made of: runs of one store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Runs">The runs, in the order to show them in.</param>
/// <param name="Experiments">The experiments that were asked for as such; empty when runs were.</param>
public sealed record ReportSource(IExperimentStore Store, IReadOnlyList<Run> Runs, IReadOnlyList<Experiment> Experiments);
