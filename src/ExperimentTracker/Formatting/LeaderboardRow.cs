using ExperimentTracker.Comparison;

namespace ExperimentTracker.Formatting;

/// <summary>What a leaderboard shows of its runs.</summary>
/// <param name="Metric">The name of the metric.</param>
/// <param name="Statistic">The statistic that the runs are ranked by.</param>
/// <param name="Differences">The parameters that differ; <see langword="null"/> if none does, and all are shown.</param>
internal sealed record LeaderboardRow(string Metric, MetricStatistic Statistic, ParameterDifferences? Differences);
