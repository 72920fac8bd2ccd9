using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>
/// Runs a script block as a run, in the caller's scope, and streams its output. The run succeeds when the block ends, fails with a terminating error
/// or a non-zero exit, and is cancelled when the pipeline is stopped.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Run", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(object), typeof(Run))]
public sealed class InvokeRunCommand : RunStartingCommand
{
    private volatile bool stopped;
    private CurrentRun? current;
    private BlockCapture? capture;

    /// <summary>The block; or the experiment, if the block follows: <c>Invoke-Run nightly { … }</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [BlockOrExperiment]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The block, if the first argument is the experiment.</summary>
    [Parameter(Position = 1, DontShow = true)]
    public ScriptBlock? Block { get; set; }

    /// <summary>Non-terminating errors of the block make the run fail too.</summary>
    [Parameter]
    public SwitchParameter FailOnError { get; set; }

    /// <summary>Logs the output of the block: its streams, its text, the exit codes of native programs; see Get-RunLog.</summary>
    [Parameter]
    public SwitchParameter Capture { get; set; }

    /// <summary>Returns the ended run, after the output of the block.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Begin()
    {
        LanguageModes.RequireFull(
            SessionState, "Invoke-Run", "Use Start-Run instead, and Complete-Run at the end: Complete-Run -ErrorRecord $_ in a catch block makes the run Failed.");
        bool hasExperiment = BlockOrExperimentAttribute.TryGetExperiment(ScriptBlock, out ExperimentIdentity? experiment);
        if (hasExperiment != Block is not null || (hasExperiment && Experiment is not null)) throw RunErrors.BlockExpected();
        if (!hasExperiment) return;
        (Experiment, ScriptBlock) = (experiment, Block!);
    }

    // In ProcessRecord and not in EndProcessing: here the engine passes on break, continue and thrown objects unchanged; from EndProcessing they are
    // wrapped.
    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldCreate(NewRunText, "Run")) return;
        CheckSampling();
        (IExperimentStore store, Run run) = OrOffline(() => CreateRun(start: true, Heartbeat));
        current = MakeCurrent(store, run);
        CaptureContext(store, run);
        capture = Capture ? new BlockCapture(new RunLogBuffer(() => OpenStores.Reopen(store), run.Id, store.Time), SessionState.PSVariable) : null;
        var pipeline = new BlockPipeline(this, capture);
        try
        {
            pipeline.Run(ScriptBlock);
        }
        catch (Exception e)
        {
            capture?.LogEnd(e);

            // The exception of a stop can be thrown before StopProcessing is called.
            TryEndRun(BlockOutcome.Of(e, stopped || Stopping, pipeline.StoppedBy));

            // Marked as thrown by the user; otherwise the engine puts this cmdlet's name on a copy.
            if (BlockOutcome.IsThrownByUser(e)) ((RuntimeException)e).WasThrownFromThrowStatement = true;
            throw;
        }

        EndRun(BlockOutcome.OfErrors(pipeline.Errors, pipeline.FirstError, FailOnError));
        if (capture?.Failure is { } failure) WriteWarning($"The log of run {DisplayText.Text(run.Path)} is not complete. {DisplayText.Text(failure.Message)}");
        if (PassThru) WriteObject(OpenStores.Reopen(store).Runs.Query(new() { Ids = [run.Id] }, Cancellation), enumerateCollection: true);
    }

    // Called for Ctrl+C, Stop() and Stop-Job; not when a downstream command ends the pipeline, and not for an error.
    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        stopped = true;
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (current is not null) TryEndRun(new BlockOutcome(RunStatus.Failed, "The block did not end."));
        base.Dispose(disposing);
    }

    // The user must see the output of the block. A run that cannot be ended now is detected as orphaned later.
    private void TryEndRun(BlockOutcome outcome)
    {
        try
        {
            EndRun(outcome);
        }
        catch (TrackerException)
        {
        }
    }

    // If the block itself ended the run with Complete-Run, or another process did, the run keeps that status.
    private void EndRun(BlockOutcome outcome)
    {
        CurrentRun ending = current!;
        current = null;

        // Before the run ends, so that a follower of the log reads everything before the run ends.
        capture?.Dispose();
        if (!State.Has(ending)) return;
        ending.RecordRest();
        if (!State.Pop(ending)) return;
        var end = new RunStatusRequest
        {
            RunId = ending.RunId,
            To = outcome.Status,
            Reason = outcome.Detail,
            ErrorMessage = outcome.Status == RunStatus.Succeeded ? null : outcome.Detail,
            Error = outcome.Error,
            Actor = ProcessIdentities.Actor,
        };
        try
        {
            ending.Store.Runs.ChangeStatus(end, default);
        }
        catch (TrackerException e) when (e.ErrorId == "InvalidStatusTransition")
        {
        }
    }
}
