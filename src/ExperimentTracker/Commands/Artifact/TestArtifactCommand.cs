using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>Checks the stored bytes of artifacts against their digests.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Artifact", DefaultParameterSetName = KeySet)]
[OutputType(typeof(ArtifactCheck), typeof(bool))]
public sealed class TestArtifactCommand : ArtifactReadingCommand
{
    /// <summary>Returns only true or false for each artifact.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process(IExperimentStore store, Artifact artifact)
    {
        using var progress = new ByteProgress(this, "Checking an artifact", artifact.Key, artifact.Size ?? 0);
        ArtifactCheck check = ArtifactReader.Check(store, artifact, progress, Cancellation);
        WriteObject(Quiet ? check.IsIntact : check);
    }
}
