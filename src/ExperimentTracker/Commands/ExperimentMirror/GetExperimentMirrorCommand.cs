using System.Management.Automation;
using ExperimentTracker.Mirrors;

namespace ExperimentTracker.Commands;

/// <summary>Gets the mirrors of this process: what they have sent, and whether their server can be reached.</summary>
[Cmdlet(VerbsCommon.Get, "ExperimentMirror")]
[OutputType(typeof(ExperimentMirror))]
public sealed class GetExperimentMirrorCommand : StoreSelectingCommand
{
    /// <inheritdoc/>
    protected override void Process() => WriteSelected(OpenMirrors.All, mirror => mirror.StoreKey);
}
