using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Reports;

/// <summary>The input of a report: runs of one store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Runs">The runs, in the order to show them.</param>
/// <param name="Experiments">The experiments that were requested; empty when runs were requested.</param>
public sealed record ReportSource(IExperimentStore Store, IReadOnlyList<Run> Runs, IReadOnlyList<Experiment> Experiments);
