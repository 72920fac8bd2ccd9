using ExperimentTracker.Machine;

namespace ExperimentTracker.Rules;

/// <summary>Selects the metric of a run to show in a table.</summary>
public static class MainMetric
{
    /// <summary>
    /// Sorts metrics by importance: a curve before a single value, one with a goal before one without, one of the user before those of epochs and
    /// results, one that is not of the training (<c>train…</c>) before one that is; then by name. What the machine did (<c>system/…</c>) comes last.
    /// </summary>
    public static IEnumerable<Metric> Order(IEnumerable<Metric> metrics) => metrics
        .OrderBy(m => m.Key.StartsWith(SystemMetrics.Prefix, StringComparison.Ordinal))
        .ThenByDescending(m => m.Count > 1)
        .ThenByDescending(m => m.Goal is not null)
        .ThenBy(m => m.Key.StartsWith("epoch/", StringComparison.Ordinal) || m.Key.StartsWith("result/", StringComparison.Ordinal))
        .ThenBy(m => m.Key.StartsWith("train", StringComparison.OrdinalIgnoreCase));

    /// <summary>Sorts the metrics of a run by importance.</summary>
    public static IEnumerable<Metric> Order(Run run) => Order(run.MetricStatistics.Values.Cast<Metric>());

    /// <summary>The most important metric of a run, or <see langword="null"/> when it has none.</summary>
    public static Metric? Of(Run run) => Order(run).FirstOrDefault();
}
