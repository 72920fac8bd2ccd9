using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Filters;

namespace ExperimentTracker.Contracts.Runs;

/// <summary>Runs in a store.</summary>
public interface IRunStore : IRemovable
{
    /// <summary>Creates runs, each with its number, parameters, tags and initial statuses.</summary>
    /// <exception cref="TrackerException">
    /// <c>ExperimentNotFound</c>, <c>RunNotFound</c> for the parent, <c>TrialNotFound</c>, <c>OtherExperiment</c>, <c>RecordRemoved</c>,
    /// <c>RunIdExists</c>, <c>InvalidName</c> or <c>InvalidId</c>.
    /// </exception>
    IReadOnlyList<Run> Create(IReadOnlyList<RunDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns the source text of those parts of a filter that do not narrow the query of this store.</summary>
    IReadOnlyList<string> NotNarrowed(RunFilter filter);

    /// <summary>
    /// Whether a run of the store has the parameter, the metric or the tag, or a parameter that can contain the dotted name; <see langword="true"/> for other
    /// properties.
    /// </summary>
    bool HasName(RunProperty property, CancellationToken cancellation);

    /// <summary>
    /// Returns runs, newest first or in the given order. Results are read in pages, each from one snapshot; no transaction stays open between them.
    /// </summary>
    IEnumerable<Run> Query(RunQuery query, CancellationToken cancellation);

    /// <summary>
    /// Returns a statistic of all metrics of the runs that a query selects, from one snapshot and without creating the runs. Its filter, order and maximum number
    /// are not used.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="statistic">The statistic; not the best value, which depends on the goals of all runs.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    StatisticTable Statistics(RunQuery query, MetricStatistic statistic, CancellationToken cancellation);

    /// <summary>Returns the identifying properties of runs, newest first. Reads only as far as the result is enumerated.</summary>
    IEnumerable<RunLabel> Labels(RunLabelQuery query, CancellationToken cancellation);

    /// <summary>Returns the numbers of live runs of live experiments, without reading the runs. Combinations without a run are omitted.</summary>
    IReadOnlyList<RunTotal> Totals(CancellationToken cancellation);

    /// <summary>Changes the status of a run. The change is flushed to disk. Starting a run fixes its parameter hash, ending it seals its series.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>RecordRemoved</c> or <c>InvalidStatusTransition</c>.</exception>
    Run ChangeStatus(RunStatusRequest request, CancellationToken cancellation);

    /// <summary>
    /// Ends orphaned runs as Killed, with the evidence. A run of this machine is orphaned when the lock that its process held is free; a run of
    /// another machine that was started with a heartbeat is orphaned when its heartbeats are missing. Opening a store does this too, and so does reading runs
    /// if the last check was some seconds ago.
    /// </summary>
    /// <returns>The number of runs that were ended.</returns>
    int KillOrphanedRuns(CancellationToken cancellation);

    /// <summary>Records a heartbeat of a running run; see <see cref="RunSettings.Heartbeat"/>.</summary>
    /// <returns>Whether the run is running and was started with a heartbeat; otherwise nothing is recorded.</returns>
    bool RecordHeartbeat(string id, CancellationToken cancellation);

    /// <summary>Changes a run: its notes in any status, its status according to the lifecycle, and its named files.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>ExperimentNotFound</c>, <c>RecordRemoved</c>, <c>InvalidName</c>, <c>ParentCycle</c>, <c>InvalidStatusTransition</c>,
    /// <c>InvalidArtifactKey</c>, <c>TrialMissing</c> or <c>OtherProject</c>.
    /// </exception>
    Run Update(string id, RunChange change, CancellationToken cancellation);

    /// <summary>Returns the status changes of runs, oldest first.</summary>
    IReadOnlyList<StatusChange> History(IReadOnlyCollection<string> runIds, CancellationToken cancellation);
}
