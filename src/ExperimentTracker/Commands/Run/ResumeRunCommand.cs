using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Opens an ended run again and makes it the current one.</summary>
[Cmdlet(VerbsLifecycle.Resume, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class ResumeRunCommand : TrackerCommand
{
    /// <summary>The run: its id, name, path or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity Run { get; set; } = null!;

    /// <summary>Why; kept in the run's history.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        Run found = Run.Find(ReadStore, Cancellation);
        if (!ShouldProcess($"run {found.Path}", "Resume")) return;
        State.EndAbandoned();
        Run resumed = ReadStore.Runs.ChangeStatus(
            new() { RunId = found.Id, To = RunStatus.Running, Resuming = true, Reason = Reason, Actor = ProcessIdentities.Actor }, Cancellation);
        State.Push(ReadStore, resumed);
        WriteObject(resumed);
    }
}
