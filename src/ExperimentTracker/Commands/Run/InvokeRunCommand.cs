using System.Management.Automation;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>
/// Runs a script block as a run: in the caller's scope, with its streams passed on as they come. The run succeeds when the block ends, fails
/// with a terminating error or a non-zero exit, and is cancelled when the pipeline is stopped.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Run", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(object), typeof(Run))]
public sealed class InvokeRunCommand : RunStartingCommand
{
    private volatile bool stopped;
    private CurrentRun? current;
    private BlockCapture? capture;

    /// <summary>The block.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>Errors that do not end the block make the run fail too.</summary>
    [Parameter]
    public SwitchParameter FailOnError { get; set; }

    /// <summary>Logs what leaves the block: its streams, its text, the exit codes of native programs; see Get-RunLog.</summary>
    [Parameter]
    public SwitchParameter Capture { get; set; }

    /// <summary>Gives the ended run back, after what the block gave.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    // For each record and not at the end: there the engine passes break and continue and what throw threw as they are; from EndProcessing
    // they come out wrapped.
    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldProcess(NewRunText, "Run")) return;
        (IExperimentStore store, Run run) = CreateRun(start: true, Heartbeat);
        current = State.Push(store, run);
        KeepContext(store, run);
        capture = Capture ? new BlockCapture(new RunLogBuffer(() => OpenStores.Reopen(store), run.Id, Redactor, store.Time), SessionState.PSVariable) : null;
        var pipeline = new BlockPipeline(this, capture);
        try
        {
            pipeline.Run(ScriptBlock);
        }
        catch (Exception e)
        {
            capture?.NoteEnd(e);

            // The exception of a stop may come out before StopProcessing is called.
            EndQuietly(BlockOutcome.Of(e, stopped || Stopping, pipeline.StoppedBy));

            // Passed on as the user's own throw would be; else the engine puts this cmdlet's name on a copy.
            if (BlockOutcome.IsThrownByUser(e)) ((RuntimeException)e).WasThrownFromThrowStatement = true;
            throw;
        }

        EndRun(BlockOutcome.OfErrors(pipeline.Errors, FailOnError));
        if (capture?.Failure is { } failure) WriteWarning($"The log of run {DisplayText.Text(run.Path)} is not complete. {DisplayText.Text(failure.Message)}");
        if (PassThru) WriteObject(OpenStores.Reopen(store).Runs.Query(new() { Ids = [run.Id] }, Cancellation), enumerateCollection: true);
    }

    // Called for Ctrl+C, Stop() and Stop-Job; not when a downstream command ends the pipeline, nor for an error.
    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        stopped = true;
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (current is not null) EndQuietly(new BlockOutcome(RunStatus.Failed, "The block did not end."));
        base.Dispose(disposing);
    }

    // What left the block is what the user should see. A run that cannot be ended now is found dead later.
    private void EndQuietly(BlockOutcome verdict)
    {
        try
        {
            EndRun(verdict);
        }
        catch (TrackerException)
        {
        }
    }

    // A run that was ended by the block itself, with Complete-Run, or by somebody else keeps that end.
    private void EndRun(BlockOutcome verdict)
    {
        CurrentRun ending = current!;
        current = null;

        // Before the run ends, so that who follows the log to the end of the run misses nothing.
        capture?.Dispose();
        if (!State.Has(ending) || !State.Pop(ending)) return;
        var end = new RunStatusRequest
        {
            RunId = ending.RunId,
            To = verdict.Status,
            Reason = verdict.Detail,
            ErrorMessage = verdict.Status == RunStatus.Succeeded ? null : verdict.Detail,
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
