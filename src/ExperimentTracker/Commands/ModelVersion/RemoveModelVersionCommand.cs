using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes model versions. Their numbers are not given again; their runs and artifacts stay.</summary>
[Cmdlet(VerbsCommon.Remove, "ModelVersion", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveModelVersionCommand : TrackerCommand
{
    /// <summary>The versions: ids, <c>model/3</c>, <c>model/alias</c>, or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ModelVersionCompleter))]
    public ModelVersionIdentity[] ModelVersion { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(ModelVersion, identity =>
    {
        ModelVersion found = identity.Find(ReadStore, Cancellation);
        string stage = found.Stage == ModelStage.None ? "" : $" ({found.Stage})";
        if (ShouldProcess($"model version {found.Path}{stage}", "Remove")) ReadStore.Models.RemoveVersions([found.Id], Cancellation);
    });
}
