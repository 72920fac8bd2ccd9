using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Gets the artifacts of runs or experiments.</summary>
[Cmdlet(VerbsCommon.Get, "Artifact", DefaultParameterSetName = KeySet)]
[OutputType(typeof(Artifact), typeof(ArtifactFile))]
public sealed class GetArtifactCommand : ArtifactReadingCommand
{
    /// <summary>Returns the files of folder artifacts instead of the artifacts.</summary>
    [Parameter]
    public SwitchParameter Files { get; set; }

    private protected override void Process(IExperimentStore store, Artifact artifact)
    {
        if (Files) WriteObject(store.Artifacts.Files(artifact.Id, Cancellation), enumerateCollection: true);
        else WriteObject(artifact);
    }
}
