using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Removes artifacts. Their bytes are kept until a garbage collection.</summary>
[Cmdlet(VerbsCommon.Remove, "Artifact", DefaultParameterSetName = KeySet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveArtifactCommand : ArtifactReadingCommand
{
    private protected override void CheckKeys()
    {
        // The other cmdlets select all artifacts without a key; a removal must be explicit.
        if (Key is null) throw ArtifactErrors.Key(null, "name the artifacts to remove, or '*' for all of them");
    }

    private protected override void Process(IExperimentStore store, Artifact artifact)
    {
        string size = artifact.Size is { } bytes ? $", {ByteSize.Format(bytes)}" : "";
        if (ShouldProcess($"artifact '{artifact}' of {artifact.Owner}{size}", "Remove")) store.Artifacts.Remove([artifact.Id], Cancellation);
    }
}
