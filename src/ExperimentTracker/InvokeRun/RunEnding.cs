using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Provenance;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.InvokeRun;

/// <summary>Ends a run of the session by an outcome.</summary>
internal static class RunEnding
{
    /// <summary>Ends the run. If the block itself ended it with Complete-Run, or another process did, it keeps that status.</summary>
    /// <exception cref="TrackerException">The store cannot be written to.</exception>
    public static void End(SessionMemory session, CurrentRun run, BlockOutcome outcome)
    {
        if (!session.Has(run)) return;
        run.RecordRest();
        if (!session.Pop(run)) return;
        var end = new RunStatusRequest
        {
            RunId = run.RunId,
            To = outcome.Status,
            Reason = outcome.Detail,
            ErrorMessage = outcome.Status == RunStatus.Succeeded ? null : outcome.Detail,
            Error = outcome.Error,
            Actor = ProcessIdentities.Actor,
        };
        try
        {
            run.Store.Runs.ChangeStatus(end, default);
        }
        catch (TrackerException e) when (e.ErrorId == "InvalidStatusTransition")
        {
        }
    }
}
