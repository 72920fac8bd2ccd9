using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.InvokeRun;

/// <summary>Runs a block as a run that was started for it, and ends the run by how the block ended.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="session">The session, whose current run it is meanwhile.</param>
/// <param name="current">The run.</param>
/// <param name="log">Receives the output of the block; or <see langword="null"/>.</param>
internal sealed class BlockRun(PSCmdlet cmdlet, SessionMemory session, CurrentRun current, RunLogBuffer? log)
{
    private readonly BlockCapture? capture = log is null ? null : new(log, cmdlet.SessionState.PSVariable);
    private bool isEnded;

    /// <summary>Whether non-terminating errors of the block make the run fail too.</summary>
    public bool FailOnError { get; init; }

    /// <summary>Whether the pipeline is being stopped.</summary>
    public required Func<bool> IsStopped { get; init; }

    /// <summary>Is called before the run ends.</summary>
    public Action<BlockOutcome>? Ending { get; init; }

    /// <summary>The outcome of the block, after it has ended.</summary>
    public BlockOutcome? Outcome { get; private set; }

    /// <summary>The reason why lines of the log are missing, or <see langword="null"/>.</summary>
    public TrackerException? LogFailure => capture?.Failure;

    /// <summary>A log for the output of the block.</summary>
    public static RunLogBuffer LogOf(IExperimentStore store, Run run) => new(() => OpenStores.Reopen(store), run.Id, store.Time);

    /// <summary>Runs the block until it ends or throws; exceptions are passed on after the run has ended.</summary>
    /// <param name="block">The block.</param>
    /// <param name="arguments">Its arguments.</param>
    public void Run(ScriptBlock block, params object[] arguments)
    {
        var pipeline = new BlockPipeline(cmdlet, capture);
        current.HasBlock = true;
        try
        {
            pipeline.Run(block, arguments);
        }
        catch (Exception e) when (BlockEnd.IsOf(current, e))
        {
            // The run is cancelled below, with the reason.
        }
        catch (Exception e)
        {
            capture?.LogEnd(e);

            // The exception of a stop can be thrown before StopProcessing is called.
            TryEnd(BlockOutcome.Of(e, IsStopped() || cmdlet.Stopping, pipeline.StoppedBy));

            // Marked as thrown by the user; otherwise the engine puts this cmdlet's name on a copy.
            if (BlockOutcome.IsThrownByUser(e)) ((RuntimeException)e).WasThrownFromThrowStatement = true;
            throw;
        }

        End(BlockOutcome.OfErrors(pipeline.Errors, pipeline.FirstError, FailOnError));
    }

    /// <summary>Ends the run if the block did not.</summary>
    public void EndUnfinished() => TryEnd(new BlockOutcome(RunStatus.Failed, "The block did not end."));

    // The user must see the output of the block. A run that cannot be ended now is detected as orphaned later.
    private void TryEnd(BlockOutcome outcome)
    {
        try
        {
            End(outcome);
        }
        catch (TrackerException)
        {
        }
    }

    private void End(BlockOutcome outcome)
    {
        if (isEnded) return;
        isEnded = true;
        Outcome = outcome = current.NoPromise is { } reason ? new(RunStatus.Cancelled, reason) : outcome;

        // Before the run ends, so that a follower of the log reads everything before the run ends.
        capture?.Dispose();
        Ending?.Invoke(outcome);
        RunEnding.End(session, current, outcome);
    }
}
