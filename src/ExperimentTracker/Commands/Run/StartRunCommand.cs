using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>Starts a run and makes it the current run, which cmdlets without -Run use. A run that is started inside it becomes its child.</summary>
[Cmdlet(VerbsLifecycle.Start, "Run", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(Run))]
public sealed class StartRunCommand : RunStartingCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = NewSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RecordTransformation(RecordType.Experiment)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public override ExperimentIdentity? Experiment { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = NewSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    public override string? Name { get; set; }

    /// <summary>
    /// Resumes the newest run of the experiment and namespace with the same parameter hash that did not succeed and that no process is executing;
    /// starts a new one if there is none.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// If a run of the experiment and namespace with the same parameter hash has succeeded, returns it with a message instead of starting one.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter SkipIfCompleted { get; set; }

    /// <summary>A pending run to start, instead of a new one.</summary>
    [Parameter(ParameterSetName = "Existing", Mandatory = true, ValueFromPipeline = true)]
    [RecordTransformation(RecordType.Run)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity Run { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldCreate(Run is null ? NewRunText : $"run '{Run}'", "Start run")) return;
        CheckSampling();
        if ((Run is not null ? StartExisting() : OrOffline(StartNew)) is not var (store, started)) return;
        MakeCurrent(store, started);
        CaptureContext(store, started);
        WriteObject(started);
    }

    private (IExperimentStore Store, Run Run)? StartNew()
    {
        if (SkipIfCompleted && FindCompleted() is { } completed)
        {
            WriteMessage($"Run {completed.Path} has succeeded with these parameters; no new run is started.");
            WriteObject(completed);
            return null;
        }

        return (Resume ? TryResume() : null) ?? CreateRun(start: true, Heartbeat);
    }

    private Run? FindCompleted()
    {
        (IExperimentStore store, RunRequest request) = BuildRequest(start: true);
        return RunResumption.FindCompleted(store, request, Cancellation);
    }

    private (IExperimentStore Store, Run Run)? TryResume()
    {
        (IExperimentStore store, RunRequest request) = BuildRequest(start: true, Heartbeat);
        if (RunResumption.TryResume(store, request, Cancellation) is not { } resumed) return null;
        WriteMessage($"Run {resumed.Path} is resumed.");
        return (store, RecordBuild(store, resumed));
    }

    private (IExperimentStore Store, Run Run) StartExisting()
    {
        State.EndAbandoned();
        Run found = Run.Find(ReadStore, Cancellation);
        if (IsWhatIfSession && !IsInWhatIfStore)
        {
            Run copy = WhatIfRuns.Copy(CreationStore, found, Cancellation);
            ReportWhatIf(CreationStore, copy);
            return (CreationStore, copy);
        }

        Run run = ReadStore.Runs.ChangeStatus(
            new()
            {
                RunId = found.Id,
                To = RunStatus.Running,
                Actor = ProcessIdentities.Actor,
                Origin = CaptureOrigin(),
                Heartbeat = Heartbeat,
            },
            Cancellation);
        _ = RunOrigins.RecordChangesAsync(ReadStore, run);
        return (ReadStore, RecordBuild(ReadStore, run));
    }
}
