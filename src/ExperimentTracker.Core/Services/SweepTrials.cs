using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Sweeps;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>
/// The trials of a sweep, for one of the workers that run them. A trial is a child run of the sweep. Its id follows from the sweep, the index of the trial and the attempt, so
/// creating the run is what takes the trial: of several workers, one creates it, and the store refuses the others. A trial whose process ended, or whose pipeline was
/// stopped, is free again.
/// </summary>
public sealed class SweepTrials
{
    /// <summary>The tag of a trial that was stopped because it showed no promise; its value is the step.</summary>
    public const string PrunedTag = "pruned";

    /// <summary>The tag of a trial whose pipeline was stopped, and which another run repeats.</summary>
    public const string InterruptedTag = "interrupted";

    // A trial that ends its process each time must not end one worker after the other.
    private const int MostAttempts = 3;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly IExperimentStore store;
    private readonly string[]?[] ids;
    private readonly NamedValues shared;
    private readonly HashSet<string> names;
    private Dictionary<string, Run> known = [];

    /// <summary>Prepares to take trials; <see cref="Read"/> must be called first.</summary>
    /// <param name="store">The store of the sweep.</param>
    /// <param name="sweep">The run of the sweep.</param>
    /// <exception cref="TrackerException"><c>NotASweep</c> or <c>InvalidSweep</c>.</exception>
    public SweepTrials(IExperimentStore store, Run sweep)
    {
        (this.store, Sweep) = (store, sweep);
        Definition = SweepDefinition.Of(sweep) ?? throw SweepErrors.NotASweep(sweep.Path);
        ids = new string[]?[Definition.Total];
        shared = new(sweep.Parameters.Pairs.Where(pair => pair.Key != SweepDefinition.ParameterName));
        names = new(Definition.Names, StringComparer.OrdinalIgnoreCase);
        State = SweepState.Of([], Definition.Total, null, default);
    }

    /// <summary>What the sweep tries.</summary>
    public SweepDefinition Definition { get; }

    /// <summary>The run of the sweep, as it was last read.</summary>
    public Run Sweep { get; private set; }

    /// <summary>How far the sweep is, as it was last read.</summary>
    public SweepState State { get; private set; }

    /// <summary>Whether all trials have ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Reads the sweep and its trials.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c> if the sweep was removed; <c>GoalUnknown</c> or <c>SweepMetricMissing</c> if a model-based strategy cannot choose.</exception>
    public void Read(CancellationToken cancellation)
    {
        Sweep = store.Runs.Query(new() { Ids = [Sweep.Id] }, cancellation).FirstOrDefault() ?? throw CatalogErrors.NotFound(RecordType.Run, Sweep.Id);
        known = store.Runs.Query(new() { ParentRunId = Sweep.Id, Removed = RemovedFilter.All }, cancellation).ToDictionary(run => run.Id, StringComparer.Ordinal);
        Run[] live = [.. known.Values.Where(run => run.RemovedAt is null).OrderBy(run => run.Number)];
        State = SweepState.Of(live, Definition.Total + live.Count(IsGivenBack), Definition.Metric, store.Time.GetUtcNow().UtcDateTime, Definition.Goal);
        IsOver = Enumerable.Range(0, Definition.Total).All(index => Last(index) is { Run: { } run, IsFree: false } && (run.Status.IsEnded() || run.RemovedAt is not null));
        if (Definition.Strategy == SweepStrategy.Tpe) CheckMetric(live);
    }

    /// <summary>Takes the first free trial and starts its run.</summary>
    /// <param name="request">The tags, the origin and the other settings of the run.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The running run; <see langword="null"/> if no trial is free: all have ended or are taken.</returns>
    /// <exception cref="TrackerException">The errors of <see cref="RunFactory.Create"/> and <see cref="Read"/>.</exception>
    public Run? TryTake(RunRequest request, CancellationToken cancellation)
    {
        for (int index = 0; index < Definition.Total; index++)
        {
            (Run? last, int attempts, bool isFree) = Last(index);
            if (!isFree) continue;
            try
            {
                return RunFactory.Create(
                    store,
                    request with
                    {
                        Id = IdOf(index, attempts),
                        ParentRun = Sweep.Id,
                        Experiment = Sweep.ExperimentId,
                        Namespace = Sweep.Namespace,
                        Name = $"trial-{index + 1}",
                        Parameters = last is null ? ParametersOf(index) : new(shared.Pairs.Concat(OwnParameters(last).Pairs)),
                        Start = true,
                    },
                    cancellation);
            }
            catch (TrackerException e) when (e.ErrorId == "RunIdExists")
            {
                // Another worker took it. What is known is read again, because a model-based strategy needs the parameters of the others.
                Read(cancellation);
            }
        }

        return null;
    }

    /// <summary>Takes the next free trial and starts its run; waits while all others are taken, because one can become free again.</summary>
    /// <param name="request">The tags, the origin and the other settings of the run.</param>
    /// <param name="looked">Is called after each look at the trials.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The running run; <see langword="null"/> if all trials have ended, or the sweep was ended.</returns>
    /// <exception cref="TrackerException">The errors of <see cref="TryTake"/>.</exception>
    public Run? TakeNext(RunRequest request, Action looked, CancellationToken cancellation)
    {
        var changes = new StoreWatch([store], cancellation);
        while (true)
        {
            Read(cancellation);
            looked();

            // A sweep whose own process ended is continued by the other workers.
            if (IsOver || Sweep.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled) return null;
            if (TryTake(request, cancellation) is { } taken) return taken;
            store.Runs.KillOrphanedRuns(cancellation);
            changes.Wait(ShortestWait, LongestWait, cancellation);
        }
    }

    /// <summary>Makes this process the owner of the sweep, which ends it, unless another one is or it has succeeded: starts it if it is pending, and continues it if it was ended.</summary>
    /// <param name="origin">Where it is started.</param>
    /// <param name="heartbeat">The interval of heartbeats, or <see langword="null"/>.</param>
    /// <param name="resume">Whether a sweep that failed or was cancelled is continued; one that was killed always is.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Whether this process is the owner.</returns>
    /// <exception cref="TrackerException"><c>SweepEnded</c>.</exception>
    public bool TryOwn(RunOrigin origin, TimeSpan? heartbeat, bool resume, CancellationToken cancellation)
    {
        Read(cancellation);
        if (Sweep.Status is RunStatus.Running or RunStatus.Succeeded) return false;
        if (Sweep.Status is RunStatus.Failed or RunStatus.Cancelled && !resume) throw SweepErrors.Ended(Sweep.Path, Sweep.Status);
        try
        {
            Sweep = store.Runs.ChangeStatus(
                new() { RunId = Sweep.Id, To = RunStatus.Running, Resuming = Sweep.Status.IsEnded(), Actor = ProcessIdentities.Actor, Origin = origin, Heartbeat = heartbeat },
                cancellation);
            return true;
        }
        catch (TrackerException e) when (e.ErrorId == "InvalidStatusTransition")
        {
            return false; // another worker was first
        }
    }

    /// <summary>Ends the sweep as Succeeded if all its trials have ended and its own process cannot.</summary>
    /// <returns>Whether it was ended here.</returns>
    public bool Finish(RunOrigin origin, CancellationToken cancellation)
    {
        Read(cancellation);
        if (!IsOver || Sweep.Status != RunStatus.Killed || !TryOwn(origin, null, resume: false, cancellation)) return false;
        store.Runs.ChangeStatus(new() { RunId = Sweep.Id, To = RunStatus.Succeeded, Actor = ProcessIdentities.Actor }, cancellation);
        return true;
    }

    /// <summary>Ends the sweep as Failed, unless it has ended.</summary>
    public void Fail(string reason, CancellationToken cancellation)
    {
        try
        {
            Sweep = store.Runs.ChangeStatus(
                new() { RunId = Sweep.Id, To = RunStatus.Failed, Reason = reason, ErrorMessage = reason, Actor = ProcessIdentities.Actor }, cancellation);
        }
        catch (TrackerException e) when (e.ErrorId == "InvalidStatusTransition")
        {
        }
    }

    /// <summary>What distinguishes a trial from the others of its sweep: the parameters that the sweep gave it.</summary>
    public NamedValues OwnParameters(Run trial) => new(trial.Parameters.Pairs.Where(pair => names.Contains(pair.Key)));

    // The index does not name the run: numbers are given by the store, and an earlier attempt can have been removed.
    private string IdOf(int index, int attempt) =>
        (ids[index] ??= [.. Enumerable.Range(1, MostAttempts).Select(a => RecordId.From("sweep", Sweep.Id, $"{index}", $"{a}"))])[attempt];

    private (Run? Run, int Attempts, bool IsFree) Last(int index)
    {
        Run? last = null;
        int attempts = 0;
        while (attempts < MostAttempts && known.TryGetValue(IdOf(index, attempts), out Run? run)) (last, attempts) = (run, attempts + 1);
        return (last, attempts, attempts < MostAttempts && (last is null || (last.RemovedAt is null && IsGivenBack(last))));
    }

    private static bool IsGivenBack(Run run) => run.Status == RunStatus.Killed || (run.Status == RunStatus.Cancelled && run.Tags.Contains(InterruptedTag));

    private NamedValues ParametersOf(int index)
    {
        int configuration = index / Definition.Repeat;
        NamedValues set = known.TryGetValue(IdOf(configuration * Definition.Repeat, 0), out Run? first)
            ? SetOf(first)
            : SweepSampler.Propose(Definition, configuration, Results(), State.Goal ?? MetricGoal.Minimize);
        IEnumerable<KeyValuePair<string, object?>> all = shared.Pairs.Concat(set.Pairs);
        return new(Definition.Repeat == 1 ? all : all.Append(new(SweepDefinition.SeedName, (index % Definition.Repeat) + 1L)));
    }

    private NamedValues SetOf(Run trial) => new(OwnParameters(trial).Pairs.Where(pair => Definition.Repeat == 1 || pair.Key != SweepDefinition.SeedName));

    private List<SweepResult> Results()
    {
        var results = new List<SweepResult>();
        if (Definition.Strategy != SweepStrategy.Tpe) return results;
        for (int configuration = 0; configuration < Definition.Configurations; configuration++)
        {
            Run[] repeats = [.. Enumerable.Range(configuration * Definition.Repeat, Definition.Repeat).Select(index => Last(index).Run).OfType<Run>()];
            if (repeats.Length == 0) continue;
            double[] values = [.. repeats.Select(ValueOf).OfType<double>()];
            bool isComplete = repeats.Length == Definition.Repeat && repeats.All(run => run.Status.IsEnded() && run.Status != RunStatus.Cancelled);
            results.Add(new(SetOf(repeats[0]), values.Length > 0 && values.Length == repeats.Length ? values.Average() : null, isComplete));
        }

        return results;
    }

    // The best value, as a leaderboard of runs in progress shows it; also of a trial that was stopped because it showed no promise.
    private double? ValueOf(Run run) =>
        run.Status is RunStatus.Succeeded or RunStatus.Cancelled && State.Goal is { } goal && run.MetricStatistics[Definition.Metric!] is Metric series
            ? MetricStatistic.Best.Of(series, goal)
            : null;

    private void CheckMetric(Run[] live)
    {
        if (live.FirstOrDefault(run => run.Status == RunStatus.Succeeded && !run.MetricStatistics.Contains(Definition.Metric!)) is { } without)
            throw SweepErrors.MetricMissing(Definition.Metric!, without.Path);
        if (State.Goal is null && live.Any(run => run.MetricStatistics.Contains(Definition.Metric!))) throw ComparisonErrors.GoalUnknown(Definition.Metric!);
    }
}
