using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Queries the best runs of a store, as <see cref="RunRanking"/> defines them.</summary>
public static class Leaderboard
{
    /// <summary>Narrows a query to the ranked runs and sorts them, the best first, according to the goal that the runs of the store have for the metric.</summary>
    /// <param name="store">The store.</param>
    /// <param name="query">The query.</param>
    /// <param name="metric">The name of the metric.</param>
    /// <param name="ranking">The statistic and the statuses.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="TrackerException"><c>GoalUnknown</c>.</exception>
    public static RunQuery Of(IExperimentStore store, RunQuery query, string metric, RunRanking ranking, CancellationToken cancellation)
    {
        IReadOnlyList<MetricGoal> goals = store.Metrics.Goals(metric, cancellation);
        if (goals.Count != 1) throw FilterErrors.GoalUnknown(metric, goals.Count > 1);
        return query with
        {
            Statuses = [.. ranking.Statuses],
            Order = new RunOrder(PropertyOf(metric, ranking.Statistic, goals[0]), goals[0] == MetricGoal.Maximize) { OnlyWithValue = true },
        };
    }

    private static RunProperty PropertyOf(string metric, MetricStatistic statistic, MetricGoal goal) => statistic switch
    {
        // An index has the last values.
        MetricStatistic.Last => new(nameof(Run.Metrics), metric),
        MetricStatistic.Best => new(nameof(Run.MetricStatistics), metric, goal == MetricGoal.Minimize ? nameof(Metric.Min) : nameof(Metric.Max)),
        _ => new(nameof(Run.MetricStatistics), metric, statistic.ToString()),
    };
}
