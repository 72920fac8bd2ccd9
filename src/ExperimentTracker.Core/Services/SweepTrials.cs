using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Services;

/// <summary>
/// The trials of a sweep, for one of the workers that run them. A trial is a child run of the sweep. Its id follows from the sweep, the index of the trial and the attempt, so
/// creating the run is what takes the trial: of several workers, one creates it, and the store refuses the others. A trial whose process ended, or whose pipeline was
/// stopped, is free again.
/// </summary>
public sealed class SweepTrials
{
    /// <summary>The tag of a trial that was stopped because it showed no promise; its value is the step.</summary>
    public const string PrunedTag = SweepState.PrunedTag;

    /// <summary>The tag of a trial whose pipeline was stopped, and which another run repeats.</summary>
    public const string InterruptedTag = "interrupted";

    // How many of the trials that no worker had taken are looked at first; twice as many follow if one has been taken.
    private const int FirstLook = 8;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly IExperimentStore store;
    private readonly TrialTable table;
    private readonly NamedValues shared;
    private readonly HashSet<string> names;
    private bool isRead;
    private SweepState? state;

    /// <summary>Prepares to take trials; <see cref="Read"/> must be called first.</summary>
    /// <param name="store">The store of the sweep.</param>
    /// <param name="sweep">The run of the sweep.</param>
    /// <exception cref="TrackerException"><c>NotASweep</c> or <c>InvalidSweep</c>.</exception>
    public SweepTrials(IExperimentStore store, Run sweep)
    {
        (this.store, Sweep) = (store, sweep);
        Definition = SweepDefinition.Of(sweep) ?? throw SweepErrors.NotASweep(sweep.Path);
        table = new(sweep.Id, Definition.Total);
        shared = new(sweep.Parameters.Pairs.Where(pair => pair.Key != SweepDefinition.ParameterName));
        names = new(Definition.Names, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What the sweep tries.</summary>
    public SweepDefinition Definition { get; }

    /// <summary>The run of the sweep, as it was last read.</summary>
    public Run Sweep { get; private set; }

    /// <summary>How far the sweep is, as it was last read. Determining it takes time in proportion to the number of trials.</summary>
    public SweepState State =>
        state ??= StateOf(Definition, [.. table.Runs.Where(run => run.RemovedAt is null).OrderBy(run => run.Number)], store.Time.GetUtcNow().UtcDateTime);

    /// <summary>How far a sweep is.</summary>
    /// <param name="definition">What it tries.</param>
    /// <param name="trials">Its child runs, without those that were removed.</param>
    /// <param name="now">The time in UTC.</param>
    public static SweepState StateOf(SweepDefinition definition, IReadOnlyList<Run> trials, DateTime now) =>
        SweepState.Of(trials, definition.Total + trials.Count(TrialTable.IsGivenBack), definition.Metric, now, definition.Goal);

    /// <summary>Whether all trials have ended.</summary>
    public bool IsOver => table.IsOver;

    /// <summary>
    /// Reads the sweep and what is new of its trials: those that run or are to be repeated, and those that come next. The first call reads all trials, and so does the one that finds
    /// no trial open, because a trial that had ended can have been resumed.
    /// </summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c> if the sweep was removed; <c>GoalUnknown</c> or <c>SweepMetricMissing</c> if a model-based strategy cannot choose.</exception>
    public void Read(CancellationToken cancellation)
    {
        state = null;
        if (isRead) ReadChanged(cancellation);
        else ReadSweep([], cancellation);
        if (!isRead || IsOver) table.Set(store.Runs.Query(new() { ParentRunId = Sweep.Id, Removed = RemovedFilter.All }, cancellation));
        isRead = true;
        if (Definition.Strategy == SweepStrategy.Tpe) CheckMetric();
    }

    /// <summary>Takes the first free trial and starts its run.</summary>
    /// <param name="request">The tags, the origin and the other settings of the run.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The running run; <see langword="null"/> if no trial is free: all have ended or are taken.</returns>
    /// <exception cref="TrackerException">The errors of <see cref="RunFactory.Create"/> and <see cref="Read"/>.</exception>
    public Run? TryTake(RunRequest request, CancellationToken cancellation)
    {
        for (int? free = table.FirstFree(0); free is { } index; free = table.FirstFree(index + 1))
        {
            Run? last = table.LastOf(index);
            try
            {
                return RunFactory.Create(
                    store,
                    request with
                    {
                        Id = table.NextIdOf(index),
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

    private void ReadChanged(CancellationToken cancellation)
    {
        int[] asked = [.. table.Begun, .. table.NotBegun.Take(FirstLook)];
        for (int most = 2 * FirstLook; table.Set(asked, ReadSweep(asked, cancellation)); most *= 2) asked = [.. table.NotBegun.Take(most)];
    }

    // In one query: a take on a server is a few round trips.
    private List<Run> ReadSweep(int[] indexes, CancellationToken cancellation)
    {
        List<Run> runs = [.. store.Runs.Query(new() { Ids = [Sweep.Id, .. indexes.SelectMany(table.IdsOf)], Removed = RemovedFilter.All }, cancellation)];
        Sweep = runs.Find(run => run.Id == Sweep.Id && run.RemovedAt is null) ?? throw CatalogErrors.NotFound(RecordType.Run, Sweep.Id);
        runs.RemoveAll(run => run.Id == Sweep.Id);
        return runs;
    }

    private NamedValues ParametersOf(int index)
    {
        int configuration = index / Definition.Repeat;
        NamedValues set = table.FirstOf(configuration * Definition.Repeat) is { } first ? SetOf(first) : Propose(configuration);
        IEnumerable<KeyValuePair<string, object?>> all = shared.Pairs.Concat(set.Pairs);
        return new(Definition.Repeat == 1 ? all : all.Append(new(SweepDefinition.SeedName, (index % Definition.Repeat) + 1L)));
    }

    // Only a model-based strategy looks at the other trials.
    private NamedValues Propose(int configuration) => Definition.Strategy == SweepStrategy.Tpe
        ? SweepSampler.Propose(Definition, configuration, Results(), State.Goal ?? MetricGoal.Minimize)
        : SweepSampler.Propose(Definition, configuration, [], default);

    private NamedValues SetOf(Run trial) => new(OwnParameters(trial).Pairs.Where(pair => Definition.Repeat == 1 || pair.Key != SweepDefinition.SeedName));

    private List<SweepResult> Results()
    {
        var results = new List<SweepResult>();
        for (int configuration = 0; configuration < Definition.Configurations; configuration++)
        {
            Run[] repeats = [.. Enumerable.Range(configuration * Definition.Repeat, Definition.Repeat).Select(table.LastOf).OfType<Run>()];
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

    private void CheckMetric()
    {
        if (State.Runs.FirstOrDefault(run => run.Status == RunStatus.Succeeded && !run.MetricStatistics.Contains(Definition.Metric!)) is { } without)
            throw SweepErrors.MetricMissing(Definition.Metric!, without.Path);
        if (State.Goal is null && State.Runs.Any(run => run.MetricStatistics.Contains(Definition.Metric!))) throw ComparisonErrors.GoalUnknown(Definition.Metric!);
    }
}
