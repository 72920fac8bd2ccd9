namespace ExperimentTracker.Summaries;

/// <summary>What a summary shows.</summary>
public sealed record RunSummaryOptions
{
    /// <summary>The title, or <see langword="null"/> for one made of the experiments.</summary>
    public string? Title { get; init; }

    /// <summary>The names of the metrics to show, the one that ranks first; empty for the most telling ones.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Which direction of the first metric is better; <see langword="null"/> to go by what the runs say.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>Which number of a metric stands for its run.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The most runs in the leaderboard.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Gives the runs to compare with, for those that are summarised.</summary>
    public Func<IReadOnlyList<Run>, IReadOnlyList<Run>> Baseline { get; init; } = _ => [];
}
