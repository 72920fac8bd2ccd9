using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>A dataset that a run used.</summary>
/// <param name="Input">The input of the run.</param>
/// <param name="Dataset">The dataset.</param>
internal sealed record OwnInput(TransferInput Input, TransferDataset Dataset);
