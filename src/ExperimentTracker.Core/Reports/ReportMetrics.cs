using System.Text.RegularExpressions;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>The metrics of the runs of a report.</summary>
internal static partial class ReportMetrics
{
    /// <summary>
    /// The distinct metrics, with the goal and the unit that all their series share, sorted by importance (see <see cref="MainMetric"/>) and then by
    /// name: layer2 before layer10.
    /// </summary>
    public static IReadOnlyList<Metric> Ranked(IEnumerable<ReportRun> runs) =>
        [.. MainMetric.Order(runs.SelectMany(r => r.Run.MetricStatistics.Values.Cast<Metric>())
            .GroupBy(m => Names.Fold(m.Name))
            .Select(same => same.MaxBy(m => m.Count)! with { Goal = MetricGoals.Common(same), Unit = MetricGoals.CommonUnit(same) })
            .OrderBy(m => Digits().Replace(m.Name, d => d.Value.PadLeft(20, '0')), StringComparer.OrdinalIgnoreCase))];

    /// <summary>The metric with this name in a run, if it has one.</summary>
    public static Metric? Of(ReportRun run, Metric metric) => (Metric?)run.Run.MetricStatistics[metric.Name];

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
