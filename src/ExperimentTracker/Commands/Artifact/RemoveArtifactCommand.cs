using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>Removes artifacts; their bytes stay until the store is optimised.</summary>
[Cmdlet(VerbsCommon.Remove, "Artifact", DefaultParameterSetName = KeySet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveArtifactCommand : ArtifactReadingCommand
{
    private protected override void CheckKeys()
    {
        // Without a key the others mean all; removal has to be said.
        if (Key is null) throw ArtifactErrors.Key(null, "name the artifacts to remove, or '*' for all of them");
    }

    private protected override void Process(IExperimentStore store, Artifact artifact)
    {
        string size = artifact.Size is { } bytes ? $", {ByteSize.Format(bytes)}" : "";
        if (ShouldProcess($"artifact '{artifact.Key}' of {artifact.Owner}{size}", "Remove")) store.Artifacts.Remove([artifact.Id], Cancellation);
    }
}
