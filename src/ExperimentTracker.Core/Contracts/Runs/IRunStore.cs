using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Filters;

namespace ExperimentTracker.Contracts.Runs;

/// <summary>Runs in a store.</summary>
public interface IRunStore : IRemovable
{
    /// <summary>Creates runs, each with its number, parameters, tags and first statuses.</summary>
    /// <exception cref="TrackerException">
    /// <c>ExperimentNotFound</c>, <c>RunNotFound</c> for the parent, <c>TrialNotFound</c>, <c>OtherExperiment</c>, <c>RecordRemoved</c>,
    /// <c>RunIdExists</c>, <c>InvalidName</c> or <c>InvalidId</c>.
    /// </exception>
    IReadOnlyList<Run> Create(IReadOnlyList<RunDraft> drafts, CancellationToken cancellation);

    /// <summary>The parts of a filter, as they were written, that do not narrow what this store reads.</summary>
    IReadOnlyList<string> NotNarrowed(RunFilter filter);

    /// <summary>
    /// Gives runs, newest first or as ordered. Results stream in pages, each a consistent picture of its runs; no transaction stays open between them.
    /// </summary>
    IEnumerable<Run> Query(RunQuery query, CancellationToken cancellation);

    /// <summary>Gives what names runs, newest first; reads as far as it is asked.</summary>
    IEnumerable<RunLabel> Labels(RunLabelQuery query, CancellationToken cancellation);

    /// <summary>
    /// Changes the status of a run; the change is flushed to disk. Starting fixes the parameter hash, ending seals the series.
    /// </summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>RecordRemoved</c> or <c>InvalidStatusTransition</c>.</exception>
    Run ChangeStatus(RunStatusRequest request, CancellationToken cancellation);

    /// <summary>
    /// Ends runs whose process is found dead as Killed, with the evidence: of this machine by the lock that the process held, of others by
    /// heartbeats that are missing, where they were asked for. Opening a store does so too.
    /// </summary>
    /// <returns>How many runs were ended.</returns>
    int KillOrphanedRuns(CancellationToken cancellation);

    /// <summary>Notes that the process of a running run lives; see <see cref="RunSettings.Heartbeat"/>.</summary>
    /// <returns>Whether the run is running and was started with a heartbeat; otherwise nothing is noted.</returns>
    bool RecordHeartbeat(string id, CancellationToken cancellation);

    /// <summary>Changes a run: what stays open in any status, its status by the lifecycle, and the files it names.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>InvalidName</c>, <c>ParentCycle</c>, <c>InvalidStatusTransition</c> or <c>InvalidArtifactKey</c>.
    /// </exception>
    Run Update(string id, RunChange change, CancellationToken cancellation);

    /// <summary>The status changes of runs, oldest first.</summary>
    IReadOnlyList<StatusChange> History(IReadOnlyCollection<string> runIds, CancellationToken cancellation);
}
