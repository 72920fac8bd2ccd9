using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
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

    /// <summary>Records what the process, its child processes and the machine do while the run is running, as the series <c>system/…</c>, which go on.</summary>
    [Parameter]
    public SwitchParameter SystemMetrics { get; set; }

    /// <summary>The interval of the points of -SystemMetrics, which it implies: a number of seconds or a time span; defaults to 5 seconds.</summary>
    [Parameter]
    [AllowNull]
    [IntervalTransformation(typeof(TimeSpan?))]
    public TimeSpan? Every { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Every is { } interval) SystemSampler.Check(interval);
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
        MakeCurrent(ReadStore, resumed);
    }

    private void StartCopy(Run found)
    {
        State.EndAbandoned();
        Run copy = WhatIfRuns.Copy(CreationStore, found, Cancellation);
        ReportWhatIf(CreationStore, copy);
        MakeCurrent(CreationStore, copy);
    }

    private void MakeCurrent(IExperimentStore store, Run run)
    {
        CurrentRun current = State.Push(store, run, MyInvocation.HistoryId);
        current.Sample(MyInvocation.BoundParameters.ContainsKey(nameof(SystemMetrics)) ? SystemMetrics.IsPresent : null, Every);
        WriteObject(run);
    }
}
