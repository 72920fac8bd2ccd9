using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Removes model versions. Their numbers are not reused; their runs and artifacts are kept.</summary>
[Cmdlet(VerbsCommon.Remove, "ModelVersion", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveModelVersionCommand : RemoveRecordCommand<ModelVersionIdentity, ModelVersion>
{
    /// <summary>The versions: ids, <c>model/3</c>, <c>model/alias</c>, or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ModelVersionCompleter))]
    public ModelVersionIdentity[] ModelVersion { get; set; } = [];

    private protected override ModelVersionIdentity[] Identities => ModelVersion;

    private protected override string Weight(IExperimentStore store, ModelVersion found, string[] ids) =>
        found.Stage == ModelStage.None ? "" : $" ({found.Stage})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Models.RemoveVersions(ids, Cancellation);
}
