using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Errors;

namespace ExperimentTracker.Commands;

/// <summary>Ends a run with the status Succeeded or that of -Status.</summary>
[Cmdlet(VerbsLifecycle.Complete, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class CompleteRunCommand : RunEndingCommand
{
    /// <summary>The status: Succeeded, Failed, Cancelled or Killed, or the value of another tracker. Defaults to Failed with -ErrorRecord.</summary>
    [Parameter]
    [StatusTransformation]
    public RunStatus? Status { get; set; }

    /// <summary>The error that ended the run, such as <c>$_</c> in a catch block. Its message, type, id, position and inner exceptions are stored.</summary>
    [Parameter]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <inheritdoc/>
    protected override void Process() => EndRuns(
        Status ?? (ErrorRecord is null ? RunStatus.Succeeded : RunStatus.Failed),
        ErrorRecord is null ? (Status is RunStatus.Succeeded or null ? null : Reason) : RunErrorDetails.MessageOf(ErrorRecord),
        ErrorRecord is null ? null : RunErrorDetails.Of(ErrorRecord));
}
