using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;

namespace ExperimentTracker.Services;

/// <summary>The order of a leaderboard.</summary>
public static class Leaderboard
{
    /// <summary>Sorts by the last value of a metric, best first, according to the goal that the runs have for it.</summary>
    /// <exception cref="TrackerException"><c>GoalUnknown</c>.</exception>
    public static RunOrder OrderOf(IExperimentStore store, string metric, CancellationToken cancellation)
    {
        IReadOnlyList<MetricGoal> goals = store.Metrics.Goals(metric, cancellation);
        return goals.Count == 1
            ? new RunOrder(new RunProperty(nameof(Run.Metrics), metric), goals[0] == MetricGoal.Maximize)
            : throw FilterErrors.GoalUnknown(metric, goals.Count > 1);
    }
}
