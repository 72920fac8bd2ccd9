using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>An experiment, with the project, which MLflow does not have.</summary>
internal sealed record OwnExperiment
{
    /// <summary>The experiment with its tags.</summary>
    public required TransferExperiment Experiment { get; init; }

    /// <summary>The name of its project.</summary>
    public required string Project { get; init; }

    /// <summary>Makes the record of an experiment.</summary>
    public static OwnExperiment Of(TransferExperiment item) => new() { Experiment = item with { PrimaryDatasetId = null, DatasetIds = [] }, Project = item.Experiment.Project };
}
