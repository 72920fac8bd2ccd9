namespace ExperimentTracker.Rules;

/// <summary>
/// The definition of the best run, which leaderboards, reports, summaries and comparisons share. Ranked are the runs with one of the statuses that have
/// a value of the metric other than NaN. The goal of the metric decides which value is better; of equal values, the newest run comes first.
/// </summary>
public sealed record RunRanking
{
    /// <summary>Succeeded runs by the last value.</summary>
    public static RunRanking Default { get; } = new();

    /// <summary>The statistic of the metric to rank by.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The statuses of the ranked runs.</summary>
    public IReadOnlyCollection<RunStatus> Statuses { get; init; } = [RunStatus.Succeeded];

    /// <summary>The statistic in words, to show beside a value: <c>last value</c>.</summary>
    public string Title => Statistic switch
    {
        MetricStatistic.Last => "last value",
        MetricStatistic.First => "first value",
        MetricStatistic.Min => "lowest value",
        MetricStatistic.Max => "highest value",
        MetricStatistic.Mean => "mean",
        _ => "best value",
    };

    /// <summary>Whether runs with the status are ranked.</summary>
    public bool Includes(RunStatus status) => Statuses.Contains(status);

    /// <summary>The value that a run is ranked by, or <see langword="null"/> if it is not ranked.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metric">The name of the metric.</param>
    /// <param name="goal">The goal of the metric.</param>
    public double? ValueOf(Run run, string metric, MetricGoal goal) =>
        Includes(run.Status) && run.MetricStatistics[metric] is Metric series && Statistic.Of(series, goal) is var value && !double.IsNaN(value) ? value : null;

    /// <summary>Returns the ranked runs, the best first.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="metric">The name of the metric.</param>
    /// <param name="goal">The goal of the metric.</param>
    public IReadOnlyList<Run> Rank(IEnumerable<Run> runs, string metric, MetricGoal goal) =>
    [
        .. runs.Select(run => (Run: run, Value: ValueOf(run, metric, goal)))
            .Where(ranked => ranked.Value is not null)
            .OrderBy(ranked => goal == MetricGoal.Minimize ? ranked.Value!.Value : -ranked.Value!.Value)
            .ThenByDescending(ranked => ranked.Run.CreatedAt.ToUniversalTime())
            .Select(ranked => ranked.Run),
    ];
}
