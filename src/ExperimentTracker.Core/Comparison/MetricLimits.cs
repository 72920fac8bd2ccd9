using System.Globalization;

namespace ExperimentTracker.Comparison;

/// <summary>Limits that a metric must keep, whatever other runs have. The limits themselves pass.</summary>
public sealed record MetricLimits
{
    /// <summary>The lowest value that passes, or <see langword="null"/>.</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest value that passes, or <see langword="null"/>.</summary>
    public double? Maximum { get; init; }

    /// <summary>The statistic of the metric to test.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The goal of the metric, for <see cref="MetricStatistic.Best"/>; <see langword="null"/> for the goal that the run has.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>Tests a run. A missing value and NaN do not pass.</summary>
    /// <param name="metric">The name of the metric.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="TrackerException">
    /// <c>InvalidLimit</c>: a limit is NaN, or the minimum is above the maximum. <c>GoalUnknown</c>: the best value of a metric without a goal.
    /// </exception>
    public MetricTest Test(string metric, Run run)
    {
        if (Minimum is double.NaN || Maximum is double.NaN || Minimum > Maximum) throw ComparisonErrors.InvalidLimit(Minimum, Maximum);
        var series = run.MetricStatistics[metric] as Metric;
        MetricGoal? goal = Goal ?? series?.Goal;
        var result = new MetricTest
        {
            Metric = metric,
            Passed = false,
            Reason = $"Run {run.Path} has no metric '{metric}'.",
            Method = MetricTestMethod.Limit,
            Statistic = Statistic,
            Goal = goal,
            Run = run.Path,
            RunId = [run.Id],
            Minimum = Minimum,
            Maximum = Maximum,
        };
        if (series is null) return result;
        if (Statistic == MetricStatistic.Best && goal is null) throw ComparisonErrors.GoalUnknown(metric);
        double value = Statistic.Of(series, goal);
        result = result with { Value = value };
        if (double.IsNaN(value)) return result with { Reason = $"The {metric} of run {run.Path} is NaN." };
        string what = $"The {metric} {Text(value)} of run {run.Path}";
        if (value < Minimum) return result with { Limit = Minimum, Reason = $"{what} is below the minimum {Text(Minimum.Value)}." };
        if (value > Maximum) return result with { Limit = Maximum, Reason = $"{what} is above the maximum {Text(Maximum.Value)}." };
        return result with { Passed = true, Limit = Minimum is null || Maximum is null ? Minimum ?? Maximum : null, Reason = $"{what} is within its limits." };
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
