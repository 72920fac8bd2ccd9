using System.Collections.Specialized;
using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.SweepRuns;

/// <summary>Runs the block for one trial after the other. A trial that fails does not end the sweep.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="session">The session.</param>
/// <param name="store">The store.</param>
/// <param name="block">The block.</param>
internal sealed class SweepWorker(PSCmdlet cmdlet, SessionMemory session, IExperimentStore store, ScriptBlock block)
{
    private BlockRun? running;

    /// <summary>Whether non-terminating errors make a trial fail.</summary>
    public bool FailOnError { get; init; }

    /// <summary>How trials are stopped early by themselves; or <see langword="null"/>.</summary>
    public PromiseTest? StopEarly { get; init; }

    /// <summary>Whether the output of the block is logged.</summary>
    public bool Capture { get; init; }

    /// <summary>Whether the pipeline is being stopped.</summary>
    public required Func<bool> IsStopped { get; init; }

    /// <summary>Writes a warning.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>The outcome of the last trial.</summary>
    public BlockOutcome? LastOutcome => running?.Outcome;

    /// <summary>Runs the block with the parameters of a trial, in a dictionary that can be splatted.</summary>
    /// <param name="trial">The run of the trial, which was started.</param>
    /// <param name="commandLine">The number of the command line in the history of the session.</param>
    public void Run(Run trial, long commandLine)
    {
        CurrentRun current = session.Push(store, trial, commandLine);
        if (StopEarly is not null) current.PromiseCheck = RunPromises.Check(session, current, StopEarly);
        running = new BlockRun(cmdlet, session, current, Capture ? BlockRun.LogOf(store, trial) : null)
        {
            FailOnError = FailOnError, IsStopped = IsStopped, Ending = outcome => GiveBackInterrupted(current, outcome),
        };
        var parameters = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in trial.Parameters.Pairs) parameters.Add(name, value);
        try
        {
            running.Run(block, parameters);
        }
        catch (Exception e) when (!EndsSweep(e))
        {
            // What the block threw is on the run.
        }

        if (running.LogFailure is { } failure) Warn($"The log of trial {trial.Path} is not complete. {failure.Message}");
        if (running.Outcome is { Status: RunStatus.Failed } failed) Warn($"Trial {trial.Path} failed: {failed.Detail}");
    }

    /// <summary>Ends the run of a trial whose block did not end.</summary>
    public void EndUnfinished() => running?.EndUnfinished();

    // An exit ends the script, a break the loop that is around the sweep, and a downstream command has received enough.
    private bool EndsSweep(Exception e) =>
        IsStopped() || cmdlet.Stopping || e is PipelineStoppedException or TerminateException or ExitException or OutOfMemoryException ||
        (e is FlowControlException && e is not ContinueException);

    private void GiveBackInterrupted(CurrentRun current, BlockOutcome outcome)
    {
        if (outcome.Status != RunStatus.Cancelled || current.NoPromise is not null) return;
        store.Tags.Set(RecordType.Run, current.RunId, new NamedValues([new(SweepTrials.InterruptedTag, null)]), default);
    }
}
