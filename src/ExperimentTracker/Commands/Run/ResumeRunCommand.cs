using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Provenance;

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

    /// <summary>
    /// How often this process says in the store that it lives: a number of seconds or a time span. Then another host that opens the store can tell
    /// that the run is dead; on this one the lock of the process tells it anyway.
    /// </summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? Heartbeat { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        Run found = Run.Find(ReadStore, Cancellation);
        if (!ShouldProcess($"run {found.Path}", "Resume")) return;
        State.EndAbandoned();
        Run resumed = ReadStore.Runs.ChangeStatus(
            new()
            {
                RunId = found.Id,
                To = RunStatus.Running,
                Resuming = true,
                Reason = Reason,
                Actor = ProcessIdentities.Actor,
                Heartbeat = Heartbeat,
            },
            Cancellation);
        State.Push(ReadStore, resumed);
        WriteObject(resumed);
    }
}
