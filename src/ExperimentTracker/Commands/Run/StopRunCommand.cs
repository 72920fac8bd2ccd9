using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>Cancels a run that is pending or running.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class StopRunCommand : RunEndingCommand
{
    /// <inheritdoc/>
    protected override void Process() => EndRuns(RunStatus.Cancelled, Reason, null);
}
