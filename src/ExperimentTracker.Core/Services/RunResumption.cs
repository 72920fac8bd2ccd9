using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Json;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Finds earlier runs with the same parameters within one experiment and namespace.</summary>
public static class RunResumption
{
    private static readonly RunStatus[] Unfinished = [RunStatus.Pending, RunStatus.Failed, RunStatus.Cancelled, RunStatus.Killed];

    /// <summary>The newest run with the same parameter hash that succeeded, or <see langword="null"/>.</summary>
    public static Run? FindCompleted(IExperimentStore store, RunRequest request, CancellationToken cancellation = default) =>
        Find(store, request, [RunStatus.Succeeded], cancellation).FirstOrDefault();

    /// <summary>
    /// Resumes the newest run with the same parameter hash that did not succeed and that no process is executing. A run that has ended is opened
    /// again, a pending one is started.
    /// </summary>
    /// <returns>The running run; or <see langword="null"/> when there is none to resume.</returns>
    public static Run? TryResume(IExperimentStore store, RunRequest request, CancellationToken cancellation = default)
    {
        store.Runs.KillOrphanedRuns(cancellation);
        foreach (Run run in Find(store, request, Unfinished, cancellation))
        {
            try
            {
                return store.Runs.ChangeStatus(
                    new()
                    {
                        RunId = run.Id,
                        To = RunStatus.Running,
                        Resuming = run.Status.IsEnded(),
                        Reason = "resumed by its parameters",
                        Actor = ProcessIdentities.Actor,
                        Origin = request.Origin,
                        Heartbeat = request.Heartbeat,
                    },
                    cancellation);
            }
            catch (TrackerException e) when (e.ErrorId is "InvalidStatusTransition" or "RecordRemoved")
            {
                // Another process resumed it at the same time; the next run may be available.
            }
        }

        return null;
    }

    private static IEnumerable<Run> Find(IExperimentStore store, RunRequest request, RunStatus[] statuses, CancellationToken cancellation)
    {
        string? projectId = request.Project is null ? null : Identities.TryFindProject(store, request.Project, cancellation: cancellation, wholeOnly: true)?.Id;
        string? parentsExperiment = request.Experiment is null && request.ParentRun is { } parent
            ? Identities.FindRun(store, parent, cancellation: cancellation).ExperimentId
            : null;
        string? experimentId = parentsExperiment
            ?? Identities.FindExperimentLabel(store, request.Experiment ?? Experiment.DefaultName, projectId, cancellation: cancellation, wholeOnly: true)?.Id;
        Trial? byId = request.Trial is null ? null : store.Trials.Query(new() { Ids = [request.Trial] }, cancellation).FirstOrDefault();
        if (request.Experiment is null && byId is not null) experimentId = byId.ExperimentId;
        if (experimentId is null || (request.Project is not null && projectId is null)) return [];
        string? trialId = null;
        if (request.Trial is { } trial)
        {
            trialId = TrialRules.IsDefault(trial) || TrialRules.ExperimentOfDefault(trial) is not null ? Trial.DefaultIdOf(experimentId)
                : (byId ?? Identities.TryFindTrial(store, trial, experimentId, cancellation: cancellation))?.Id;
            if (trialId is null) return [];
        }

        return store.Runs.Query(
            new()
            {
                ExperimentIds = [experimentId],
                TrialIds = trialId is null ? null : [trialId],
                Namespace = Names.CheckNamespace(request.Namespace),
                ParameterHash = request.ParameterHash ?? ParameterHash.Compute(request.Parameters),
                Statuses = statuses,
            },
            cancellation);
    }
}
