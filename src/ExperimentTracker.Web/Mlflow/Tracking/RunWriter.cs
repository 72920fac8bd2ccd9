using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>
/// Finds the runs that clients name, and writes to them. MLflow lets clients log to a run that has ended; in a store it is resumed for the time of the write and ended again as it was, which
/// its history shows.
/// </summary>
internal static class RunWriter
{
    private const string ReasonForResuming = "A client of MLflow logged to the run after its end.";

    /// <summary>Finds a run, a live one or a removed one.</summary>
    /// <exception cref="MlflowProblem">There is none.</exception>
    public static Run Find(MlflowCall call, string id, RunParts parts = RunParts.All) =>
        call.Store.Runs.Query(new() { Ids = [.. RunIds.Meanings(id)], Removed = RemovedFilter.All, Parts = parts }, call.Cancellation).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Finds a live run.</summary>
    /// <exception cref="MlflowProblem">There is none, or it is deleted.</exception>
    public static Run FindLive(MlflowCall call, string id, RunParts parts = RunParts.None) => Find(call, id, parts) is { RemovedAt: null } run ? run : throw Deleted(id);

    /// <summary>Writes to a run by its id in the store, which is not read before.</summary>
    /// <exception cref="MlflowProblem">There is none, or it is deleted.</exception>
    public static void Write(MlflowCall call, string id, Action<string> write)
    {
        foreach (string meaning in RunIds.Meanings(id))
        {
            try
            {
                WriteOpen(call, meaning, write);
                return;
            }
            catch (TrackerException e) when (e.ErrorId == "RunNotFound")
            {
                // The id may have another meaning.
            }
            catch (TrackerException e) when (e.ErrorId == "RecordRemoved")
            {
                throw Deleted(id);
            }
        }

        throw NotFound(id);
    }

    /// <summary>Changes the status of a run to what a client says, through the statuses in between.</summary>
    public static Run ChangeStatus(MlflowCall call, Run run, RunStatus to)
    {
        bool isSame = run.Status == to || RunStates.ToClient(run.Status) == RunStates.ToClient(to);
        if (isSame) return run;
        if (to == RunStatus.Pending) throw MlflowProblem.Invalid($"The run {RunIds.ToClient(run.Id)} has started, and cannot become SCHEDULED again.");
        if (run.Status != RunStatus.Running) run = Change(call, run.Id, RunStatus.Running, resuming: run.Status != RunStatus.Pending);
        return to == RunStatus.Running ? run : Change(call, run.Id, to, resuming: false);
    }

    private static void WriteOpen(MlflowCall call, string id, Action<string> write)
    {
        try
        {
            write(id);
        }
        catch (TrackerException e) when (e.ErrorId == "RunNotOpen")
        {
            lock (call.Services.GateOf(id))
            {
                Run run = Find(call, id, RunParts.None);
                if (run.Status is RunStatus.Pending or RunStatus.Running)
                {
                    if (run.Status == RunStatus.Pending) Change(call, id, RunStatus.Running, resuming: false);
                    write(id);
                    return;
                }

                Change(call, id, RunStatus.Running, resuming: true, ReasonForResuming);
                try
                {
                    write(id);
                }
                finally
                {
                    call.Store.Runs.ChangeStatus(
                        new() { RunId = id, To = run.Status, Reason = ReasonForResuming, ErrorMessage = run.ErrorMessage, Error = run.Error, Actor = call.Services.Actor }, CancellationToken.None);
                }
            }
        }
    }

    private static Run Change(MlflowCall call, string id, RunStatus to, bool resuming, string? reason = null) => call.Store.Runs.ChangeStatus(
        new() { RunId = id, To = to, Resuming = resuming, IsRemote = true, Reason = reason, Actor = call.Services.Actor }, call.Cancellation);

    private static MlflowProblem NotFound(string id) => MlflowProblem.NotFound($"Run with id={id} not found");

    private static MlflowProblem Deleted(string id) => MlflowProblem.Invalid($"The run {id} must be in the 'active' state. Current state is deleted.");
}
