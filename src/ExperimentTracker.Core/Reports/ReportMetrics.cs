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

    /// <summary>The run with the best value according to the metric's goal, and that value; none when no run has a number.</summary>
    public static (ReportRun Run, double Value)? Best(IEnumerable<ReportRun> runs, Metric metric)
    {
        (ReportRun Run, double Value)? best = null;
        foreach (ReportRun run in runs)
        {
            if (Of(run, metric) is not { } series || MetricStatistic.Best.Of(series, metric.Goal) is var value && double.IsNaN(value)) continue;
            if (best is null || metric.Goal!.Value.IsBetter(value, best.Value.Value)) best = (run, value);
        }

        return best;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
