using ExperimentTracker.Rules;

namespace ExperimentTracker.Summaries;

/// <summary>Options of a summary.</summary>
public sealed record RunSummaryOptions
{
    /// <summary>The title, or <see langword="null"/> for one made from the names of the experiments.</summary>
    public string? Title { get; init; }

    /// <summary>The names of the metrics to show, the one that determines the order first; empty for the most important ones.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The goal of the first metric; <see langword="null"/> for the goal that the runs have.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The statistic of a metric to use for each run, and the statuses of the runs that are ranked.</summary>
    public RunRanking Ranking { get; init; } = RunRanking.Default;

    /// <summary>The maximum number of runs in the leaderboard.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Returns the baseline for the summarised runs.</summary>
    public Func<IReadOnlyList<Run>, IReadOnlyList<Run>> Baseline { get; init; } = _ => [];
}
