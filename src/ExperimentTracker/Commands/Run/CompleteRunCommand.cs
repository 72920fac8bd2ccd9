using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Errors;

namespace ExperimentTracker.Commands;

/// <summary>Ends a run, as Succeeded or as what -Status says.</summary>
[Cmdlet(VerbsLifecycle.Complete, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class CompleteRunCommand : RunEndingCommand
{
    /// <summary>The status: Succeeded, Failed, Cancelled or Killed, or another tracker's word for it. With -ErrorRecord, Failed.</summary>
    [Parameter]
    [StatusTransformation]
    public RunStatus? Status { get; set; }

    /// <summary>The error that ended the run, such as <c>$_</c> in a catch block; its text is kept.</summary>
    [Parameter]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <inheritdoc/>
    protected override void Process() => EndRuns(
        Status ?? (ErrorRecord is null ? RunStatus.Succeeded : RunStatus.Failed),
        ErrorRecord?.ToText() ?? (Status is RunStatus.Succeeded or null ? null : Reason));
}
