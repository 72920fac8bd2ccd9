using ExperimentTracker.Alerts;
using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Services;

/// <summary>Finds the causes for which alerts fire, in a store.</summary>
/// <param name="store">The store.</param>
/// <param name="holds">Evaluates the filter or the block of an alert on a run.</param>
/// <param name="report">Receives what could not be evaluated: the alert, and why.</param>
public sealed class AlertEvaluator(IExperimentStore store, Func<RunAlert, Run, bool> holds, Action<RunAlert, TrackerException> report)
{
    private readonly HashSet<(string AlertId, string RunId, DateTime EndedAt)> tested = [];

    /// <summary>Returns the causes that a run gives an alert.</summary>
    public IEnumerable<AlertCause> OfRun(RunAlert alert, Run run, CancellationToken cancellation)
    {
        if (alert.ExperimentId is { } experiment && experiment != run.ExperimentId) yield break;
        foreach (AlertCondition condition in alert.Condition)
        {
            AlertCause? cause = null;
            try
            {
                cause = Of(alert, run, condition, cancellation);
            }
            catch (TrackerException e) when (e.Kind is TrackerErrorKind.InvalidArgument or TrackerErrorKind.InvalidState or TrackerErrorKind.NotFound)
            {
                report(alert, e);
            }

            if (cause is not null) yield return cause;
        }
    }

    /// <summary>Forgets which runs were compared with their baseline, because what was found could not be recorded.</summary>
    public void Forget() => tested.Clear();

    /// <summary>Returns the causes of disks with too little free space.</summary>
    public IEnumerable<AlertCause> OfDisks(RunAlert alert)
    {
        DateTime now = store.Time.GetUtcNow().UtcDateTime;
        return StoreDisks.Of(store).Select(disk => AlertConditions.DiskLow(alert, disk.Place, disk.Name, disk.Free, now)).OfType<AlertCause>();
    }

    /// <summary>
    /// Returns the causes that running runs give a definition now. An alert that does not include what exists is registered with them, so that they are not told.
    /// </summary>
    public IReadOnlyList<AlertCause> Existing(AlertDraft draft, CancellationToken cancellation)
    {
        var alert = new RunAlert(draft.Definition) { Id = "", Name = draft.Name, ExperimentId = draft.ExperimentId, CreatedAt = DateTime.MinValue, LookedAt = DateTime.MinValue };
        return [.. Running([alert], cancellation).SelectMany(run => OfRun(alert, run, cancellation))];
    }

    /// <summary>The running runs of the experiments of alerts.</summary>
    public IEnumerable<Run> Running(IReadOnlyCollection<RunAlert> alerts, CancellationToken cancellation)
    {
        RunAlert[] ofRuns = [.. alerts.Where(NeedsRuns)];
        return ofRuns.Length == 0 ? [] : store.Runs.Query(new() { Statuses = [RunStatus.Running], ExperimentIds = Experiments(ofRuns) }, cancellation);
    }

    /// <summary>The other runs of the experiments of alerts that changed at or after a time, and the time of the last change.</summary>
    public (IReadOnlyList<Run> Runs, DateTime Last) Changed(IReadOnlyCollection<RunAlert> alerts, DateTime sinceUtc, CancellationToken cancellation)
    {
        RunAlert[] ofRuns = [.. alerts.Where(NeedsRuns)];
        if (ofRuns.Length == 0) return ([], sinceUtc);
        var query = new RunQuery
        {
            ExperimentIds = Experiments(ofRuns),
            Order = new(new(nameof(Run.UpdatedAt)), Descending: true),
            Parts = RunParts.None,
        };
        Run[] changed = [.. store.Runs.Query(query, cancellation).TakeWhile(run => run.UpdatedAtUtc >= sinceUtc)];
        string[] ids = [.. changed.Where(run => run.Status != RunStatus.Running).Select(run => run.Id)];
        return ([.. ids.Chunk(Batch).SelectMany(some => store.Runs.Query(new() { Ids = some }, cancellation))], changed.Length == 0 ? sinceUtc : changed[0].UpdatedAtUtc);
    }

    private const int Batch = 500;

    private static bool NeedsRuns(RunAlert alert) => alert.Condition.Any(condition => condition is not (AlertCondition.DiskLow or AlertCondition.Promoted));

    private static string[]? Experiments(IReadOnlyCollection<RunAlert> alerts) =>
        alerts.Any(alert => alert.ExperimentId is null) ? null : [.. alerts.Select(alert => alert.ExperimentId!).Distinct()];

    private AlertCause? Of(RunAlert alert, Run run, AlertCondition condition, CancellationToken cancellation) => condition switch
    {
        AlertCondition.Failed or AlertCondition.Killed => AlertConditions.Ended(alert, run, condition),
        AlertCondition.Stalled => AlertConditions.Stalled(alert, run, store.Time.GetUtcNow().UtcDateTime, () => LastLog(run, cancellation)),
        AlertCondition.NotANumber => AlertConditions.NotANumber(alert, run),
        AlertCondition.WorseThanBaseline when run.EndedAtUtc is { } ended && tested.Add((alert.Id, run.Id, ended)) => AlertConditions.Worse(alert, run, () => Test(alert, run, cancellation)),
        AlertCondition.Filter or AlertCondition.When => AlertConditions.Holds(alert, run, () => holds(alert, run)),
        _ => null,
    };

    private DateTime? LastLog(Run run, CancellationToken cancellation) =>
        store.Logs.Query(new() { RunId = run.Id, NewestFirst = true }, cancellation).FirstOrDefault()?.LoggedAt.ToUniversalTime();

    // The rules of Test-Metric; without a baseline there is nothing to be worse than.
    private MetricTest Test(RunAlert alert, Run run, CancellationToken cancellation)
    {
        IReadOnlyList<Run> baseline = new BaselineQuery { Last = alert.BaselineLast ?? 1 }.Find(store, [run], cancellation);
        var options = new MetricTestOptions { Tolerance = alert.Tolerance ?? 0, RelativeTolerance = alert.RelativeTolerance ?? 0, AllowMissingBaseline = true };
        return MetricTester.Test(alert.Metric!, [run], baseline, options);
    }
}
