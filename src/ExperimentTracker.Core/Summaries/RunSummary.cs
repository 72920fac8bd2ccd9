using ExperimentTracker.Reports;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Summaries;

/// <summary>The summary of runs on the page of a build: the best run, its comparison with a baseline, and a leaderboard.</summary>
public sealed record RunSummary
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>All runs: the ranked ones, best first, then the others.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>The number of runs that are ranked; 0 if the first metric has no goal.</summary>
    public required int RankedCount { get; init; }

    /// <summary>The runs of the leaderboard, with their records.</summary>
    public required IReadOnlyList<ReportRun> Shown { get; init; }

    /// <summary>The metrics to show; the first one determines the order of the runs.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>Which runs are ranked, and by which statistic of a metric.</summary>
    public RunRanking Ranking { get; init; } = RunRanking.Default;

    /// <summary>The best run, or <see langword="null"/> when none succeeded or there is no metric to compare.</summary>
    public ReportRun? Best { get; init; }

    /// <summary>The runs that the best run is compared with.</summary>
    public IReadOnlyList<Run> Baseline { get; init; } = [];

    /// <summary>The comparison of the best run with the baseline, for the metrics that both have.</summary>
    public IReadOnlyList<MetricTest> Differences { get; init; } = [];

    /// <summary>The URL of the build, or <see langword="null"/>.</summary>
    public string? BuildUrl { get; init; }

    /// <summary>The URL of what the build published, or <see langword="null"/>.</summary>
    public string? ArtifactsUrl { get; init; }
}
