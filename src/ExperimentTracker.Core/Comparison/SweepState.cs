using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>How far a set of runs is that belong together, such as those of a sweep: counts, the time left, and the best so far.</summary>
public sealed class SweepState
{
    /// <summary>The tag of a run that was stopped because it showed no promise; its value is the step.</summary>
    internal const string PrunedTag = "pruned";

    private SweepState(IReadOnlyList<Run> runs, int? total)
    {
        Runs = runs;
        Running = [.. runs.Where(r => r.Status == RunStatus.Running).OrderBy(r => r.StartedAt)];
        Ended = runs.Count(r => r.Status.IsEnded());
        Failed = runs.Count(r => r.Status is RunStatus.Failed or RunStatus.Killed);
        Cancelled = runs.Count(r => r.Status == RunStatus.Cancelled);
        Pruned = runs.Count(r => r.Status == RunStatus.Cancelled && r.Tags.Contains(PrunedTag));
        Total = Math.Max(total ?? 0, runs.Count);
    }

    /// <summary>The runs, in the order given.</summary>
    public IReadOnlyList<Run> Runs { get; }

    /// <summary>The number of runs that are expected: the given one, or the number of runs if that is more.</summary>
    public int Total { get; }

    /// <summary>The running runs, the first started first.</summary>
    public IReadOnlyList<Run> Running { get; }

    /// <summary>The number of runs that have ended.</summary>
    public int Ended { get; }

    /// <summary>The number of runs that failed or were killed.</summary>
    public int Failed { get; }

    /// <summary>The number of runs that were cancelled.</summary>
    public int Cancelled { get; }

    /// <summary>The number of cancelled runs that were stopped early, because they showed no promise.</summary>
    public int Pruned { get; }

    /// <summary>The number of runs that have not started: those that are pending, and those that do not exist yet.</summary>
    public int Waiting => Total - Ended - Running.Count;

    /// <summary>
    /// The estimated time until all have ended, or <see langword="null"/> if nothing is known about it. A running run with a progress takes as long as it
    /// took so far in proportion; any other run takes as long as the ended ones on average. Waiting runs are divided among as many as are running.
    /// </summary>
    public TimeSpan? TimeLeft { get; private init; }

    /// <summary>The name of the metric that the runs are ranked by, or <see langword="null"/> if they have none.</summary>
    public string? Metric { get; private init; }

    /// <summary>The common goal of the metric, or <see langword="null"/> if it has none.</summary>
    public MetricGoal? Goal { get; private init; }

    /// <summary>The runs with a value of the metric, running ones included, by their best value so far; empty without a goal.</summary>
    public IReadOnlyList<Run> Best { get; private init; } = [];

    /// <summary>Determines the state of runs.</summary>
    /// <param name="runs">The runs, with their metrics.</param>
    /// <param name="total">The number of runs that are expected, or <see langword="null"/> if it is not known.</param>
    /// <param name="metric">The name of the metric to rank by, or <see langword="null"/> for the main metric of the runs (see <see cref="MainMetric"/>).</param>
    /// <param name="now">The time in UTC.</param>
    /// <param name="goal">The goal of the metric; <see langword="null"/> for the common goal of the runs.</param>
    public static SweepState Of(IReadOnlyList<Run> runs, int? total, string? metric, DateTime now, MetricGoal? goal = null)
    {
        metric ??= MainMetric.Order(runs.SelectMany(r => r.MetricStatistics.Values.Cast<Metric>())).FirstOrDefault()?.Name;
        goal = metric is null ? null : goal ?? MetricGoals.Common(runs.Select(r => r.MetricStatistics[metric]).OfType<Metric>());
        return new SweepState(runs, total) is var state && metric is not null && goal is { } known
            ? new(runs, total) { TimeLeft = state.Estimate(now), Metric = metric, Goal = goal, Best = Ranking.Rank(runs, metric, known) }
            : new(runs, total) { TimeLeft = state.Estimate(now), Metric = metric };
    }

    /// <summary>The definition of the best run here: any status but cancelled, and the best value so far.</summary>
    public static RunRanking Ranking { get; } = new()
    {
        Statistic = MetricStatistic.Best,
        Statuses = [RunStatus.Running, RunStatus.Succeeded, RunStatus.Failed, RunStatus.Killed],
    };

    private TimeSpan? Estimate(DateTime now)
    {
        if (Waiting == 0 && Running.Count == 0) return null;
        double[] took = [.. Runs.Where(r => r.Status == RunStatus.Succeeded).Select(r => r.Duration?.TotalSeconds).OfType<double>()];
        double? usual = took.Length > 0 ? took.Average() : null;
        double?[] left = [.. Running.Select(r => LeftOf(r, usual, now))];

        // Waiting runs without an example are as long as the running ones are expected to be.
        double? whole = usual ?? Running.Select(r => Elapsed(r, now) + LeftOf(r, null, now)).Average();
        if (left.Any(l => l is null) || (Waiting > 0 && whole is null)) return null;
        return TimeSpan.FromSeconds(Running.Count > 0
            ? Math.Max(left.Max()!.Value, (left.Sum()!.Value + (Waiting * (whole ?? 0))) / Running.Count)
            : Waiting * whole!.Value);
    }

    private static double? LeftOf(Run run, double? usual, DateTime now)
    {
        double elapsed = Elapsed(run, now);
        return run.Progress is > 0 and var done ? elapsed * (1 - done) / done : usual is { } whole ? Math.Max(0, whole - elapsed) : null;
    }

    private static double Elapsed(Run run, DateTime now) => run.StartedAtUtc is { } start ? Math.Max(0, (now - start).TotalSeconds) : 0;
}
