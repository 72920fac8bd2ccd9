using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;
using ExperimentTracker.SweepRuns;

namespace ExperimentTracker.Commands;

/// <summary>
/// Runs a script block for many sets of parameters, each as a child run of one run, the sweep. A sweep that was stopped or killed is continued with -Resume, and
/// other processes take trials of it with -Join.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "RunSweep", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(object), typeof(Run))]
public sealed class InvokeRunSweepCommand : SweepSharingCommand
{
    private const string JoinSet = "Join";

    private CurrentRun? owned;
    private SweepWorker? worker;

    /// <summary>The block, which gets the parameters of the trial as its argument; or the experiment, if the block follows.</summary>
    [Parameter(Position = 0)]
    [BlockOrExperiment]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>Only creates the sweep, as a pending run, and returns it; workers run it with -Join.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Defer { get; set; }

    /// <summary>A sweep of which this process takes trials, beside those that do already.</summary>
    [Parameter(ParameterSetName = JoinSet, Mandatory = true)]
    [RecordTransformation(RecordType.Run)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? Join { get; set; }

    /// <summary>
    /// Continues the newest sweep of the experiment that has the same parameters and did not succeed; starts a new one if there is none. With -Join, also
    /// continues a sweep that failed or was cancelled. Trials that have ended are not repeated.
    /// </summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Ends the sweep when a trial fails; otherwise a warning is written and the next trial follows.</summary>
    [Parameter]
    public SwitchParameter FailFast { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (ScriptBlock is not null && BlockOrExperimentAttribute.TryGetExperiment(ScriptBlock, out ExperimentIdentity? experiment))
        {
            if (Experiment is not null || Join is not null) throw RunErrors.BlockExpected();
            (Experiment, ScriptBlock) = (experiment, Block);
        }
        else if (Block is not null)
        {
            throw RunErrors.BlockExpected();
        }

        if (ScriptBlock is null != Defer) throw SweepErrors.BlockExpected();
        if (ScriptBlock is not null) LanguageModes.RequireFull(SessionState, "Invoke-RunSweep", "Use Start-Run for each set of parameters instead.");
        CheckSessions(Defer);
        if (Join is null) ReadDefinition();
    }

    // In ProcessRecord: see Invoke-Run.
    /// <inheritdoc/>
    protected override void Process()
    {
        CheckSampling();
        if (Join is not null) JoinSweep();
        else if (ShouldCreate(NewRunText, "Sweep")) StartSweep();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        worker?.EndUnfinished();
        if (owned is not null) TryEnd(owned, new(RunStatus.Cancelled, "The sweep did not end."));
        base.Dispose(disposing);
    }

    private void StartSweep()
    {
        if (HasSessions) OpenSessions(NamedAddress);
        (IExperimentStore store, Run sweep) = OrOffline(() => (Resume ? TryResume() : null) ?? CreateRun(!Defer, Heartbeat));
        if (Defer || sweep.Status == RunStatus.Succeeded)
        {
            if (!Defer) WriteMessage($"Sweep {sweep.Path} has succeeded with these parameters; nothing is run.");
            if (Defer) WriteObject(sweep);
            return;
        }

        owned = MakeCurrent(store, sweep);
        CaptureContext(store, sweep);
        RunTrials(store, new SweepTrials(store, sweep));
    }

    private (IExperimentStore Store, Run Sweep)? TryResume()
    {
        (IExperimentStore store, RunRequest request) = BuildRequest(start: true, Heartbeat);
        if ((RunResumption.TryResume(store, request, Cancellation) ?? RunResumption.FindCompleted(store, request, Cancellation)) is not { } found) return null;
        if (found.Status == RunStatus.Running) WriteMessage($"Sweep {found.Path} is resumed.");
        return (store, found);
    }

    private void JoinSweep()
    {
        IExperimentStore store = StoreOf(Join!);
        var trials = new SweepTrials(store, Join!.Find(store, Cancellation));
        if (!ShouldChange($"sweep {trials.Sweep.Path}", "Run trials")) return;
        if (HasSessions) OpenSessions(store.Address);
        State.EndAbandoned();
        if (trials.TryOwn(CaptureOrigin(), Heartbeat, Resume, Cancellation)) owned = MakeCurrent(store, trials.Sweep);
        if (trials.Sweep.Status == RunStatus.Succeeded) WriteMessage($"Sweep {trials.Sweep.Path} has succeeded; nothing is run.");
        else RunTrials(store, trials);
    }

    private void RunTrials(IExperimentStore store, SweepTrials trials)
    {
        var progress = new SweepProgress(this, trials);
        try
        {
            if (Sessions is not null) new BlockPipeline(this).Run(ParallelWorkers.Pipeline(ScriptBlock!, WorkerArguments(store.Address.Text, trials), Sessions.All));
            else if (ThrottleLimit > 1)
                new BlockPipeline(this).Run(ParallelWorkers.Pipeline(ScriptBlock!, WorkerArguments(new StoreSource(store.Describe(Cancellation)), trials), MyInvocation.MyCommand.Module.Path, ThrottleLimit));
            else RunHere(store, trials, progress);
            trials.Read(Cancellation);
        }
        catch (Exception e)
        {
            EndOwned(trials, OutcomeOf(e));
            throw;
        }

        EndOwned(trials, OutcomeOf(trials));
        trials.Finish(CaptureOrigin(), Cancellation);
        progress.Complete();
        if (Join is null) WriteMessage(progress.Summary());
    }

    private void RunHere(IExperimentStore store, SweepTrials trials, SweepProgress progress)
    {
        worker = new SweepWorker(this, State, store, ScriptBlock!)
        {
            FailOnError = FailOnError, Capture = Capture, IsStopped = () => IsStopped, Warn = text => WriteWarning(DisplayText.Text(text)),
            StopEarly = trials.Definition is { StopEarly: { } rule } definition ? new(rule, definition.Metric, definition.Goal, definition.FirstStep ?? 0) : null,
        };
        while (trials.TakeNext(TrialRequest(trials.Sweep), progress.Show, Cancellation) is { } trial)
        {
            worker.Run(trial, MyInvocation.HistoryId);
            if (worker.LastOutcome is { Status: RunStatus.Failed } failed && FailFast)
            {
                TrackerException failure = SweepErrors.TrialFailed(trial.Path, failed.Detail);

                // Another worker can be the owner of the sweep; the others stop when they see that it has ended.
                if (owned is null) trials.Fail(failure.Message, Cancellation);
                throw failure;
            }

            if (PassThru) WriteObject(OpenStores.Reopen(store).Runs.Query(new() { Ids = [trial.Id] }, Cancellation), enumerateCollection: true);
        }
    }

    private RunRequest TrialRequest(Run sweep)
    {
        NamedValues build = CaptureBuild();
        return new()
        {
            Trial = sweep.TrialId,
            Tags = new(sweep.Tags.Pairs.Where(tag => !build.Contains(tag.Key)).Concat(build.Pairs)),
            Heartbeat = Heartbeat,
            Origin = CaptureOrigin(),
        };
    }

    private Hashtable WorkerArguments(object store, SweepTrials trials)
    {
        var arguments = new Hashtable
        {
            [nameof(Join)] = trials.Sweep.Id,
            [nameof(Store)] = store,
            [nameof(NoProvenance)] = NoProvenance.IsPresent,
            [nameof(FailFast)] = FailFast.IsPresent,
            [nameof(FailOnError)] = FailOnError.IsPresent,
            [nameof(Capture)] = Capture.IsPresent,
            [nameof(PassThru)] = PassThru.IsPresent,
        };
        if (Heartbeat is not null) arguments[nameof(Heartbeat)] = Heartbeat;
        return arguments;
    }

    private BlockOutcome OutcomeOf(Exception e) =>
        IsStopped || Stopping || e is FlowControlException or PipelineStoppedException or OperationCanceledException
            ? new(RunStatus.Cancelled, "The sweep was stopped before all trials had ended.")
            : BlockOutcome.Of(e, stopped: false, stoppedBy: null);

    private static BlockOutcome OutcomeOf(SweepTrials trials) =>
        !trials.IsOver ? new(RunStatus.Failed, "Not all trials have ended.")
        : trials.State.Runs.Any(run => run.Status == RunStatus.Succeeded) ? new(RunStatus.Succeeded)
        : new(RunStatus.Failed, "None of the trials succeeded.");

    private void EndOwned(SweepTrials trials, BlockOutcome outcome)
    {
        if (owned is not { } ending) return;
        owned = null;
        if (trials.Sweep.Status.IsEnded()) State.Pop(ending); // by another process, such as Stop-Run
        else TryEnd(ending, outcome);
    }

    private void TryEnd(CurrentRun ending, BlockOutcome outcome)
    {
        try
        {
            RunEnding.End(State, ending, outcome);
        }
        catch (TrackerException)
        {
            // As in Invoke-Run: the run is detected as orphaned later.
        }
    }
}
