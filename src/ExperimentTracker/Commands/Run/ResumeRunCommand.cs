using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Provenance;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>Resumes a run that has ended and makes it the current run.</summary>
[Cmdlet(VerbsLifecycle.Resume, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class ResumeRunCommand : TrackerCommand
{
    /// <summary>The run: its id, name, path or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity Run { get; set; } = null!;

    /// <summary>The reason, which the history of the run keeps.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Reason { get; set; }

    /// <summary>
    /// The interval of the heartbeats that this process records: a number of seconds or a time span. With it, another host that opens the store can
    /// detect that the run is orphaned; on this host the lock of the process is enough.
    /// </summary>
    [Parameter]
    [AllowNull]
    [IntervalTransformation(typeof(TimeSpan?))]
    public TimeSpan? Heartbeat { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        Run found = Run.Find(ReadStore, Cancellation);
        if (!ShouldChange($"run {found.Path}", "Resume"))
        {
            if (IsWhatIfSession) StartCopy(found);
            return;
        }

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
        State.Push(ReadStore, resumed, MyInvocation.HistoryId);
        WriteObject(resumed);
    }

    private void StartCopy(Run found)
    {
        State.EndAbandoned();
        Run copy = WhatIfRuns.Copy(CreationStore, found, Cancellation);
        ReportWhatIf(CreationStore, copy);
        State.Push(CreationStore, copy, MyInvocation.HistoryId);
        WriteObject(copy);
    }
}
