using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>A model, with its project. Its versions have records of their own.</summary>
internal sealed record OwnModel
{
    /// <summary>The model with its tags.</summary>
    public required TransferModel Model { get; init; }

    /// <summary>The name of its project.</summary>
    public required string Project { get; init; }

    /// <summary>Makes the record of a model.</summary>
    public static OwnModel Of(TransferModel item) => new() { Model = item with { Versions = [], Aliases = [] }, Project = item.Model.Project };
}
