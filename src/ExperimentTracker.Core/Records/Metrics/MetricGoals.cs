namespace ExperimentTracker;

/// <summary>Comparisons by the goal of a metric.</summary>
public static class MetricGoals
{
    /// <summary>Whether a value is better than another. A number is better than NaN; equal values are not better.</summary>
    public static bool IsBetter(this MetricGoal goal, double value, double than) =>
        double.IsNaN(than) ? !double.IsNaN(value) : goal == MetricGoal.Minimize ? value < than : value > than;

    /// <summary>How much worse a value is than another, in the unit of the metric: positive when it is worse, negative when it is better.</summary>
    public static double Worsening(this MetricGoal goal, double value, double than) =>
        value == than ? 0 : goal == MetricGoal.Minimize ? value - than : than - value;

    /// <summary>The common goal of those series that have one, or <see langword="null"/> if none has one or they differ.</summary>
    public static MetricGoal? Common(IEnumerable<Metric> series) => Common(series.Select(m => m.Goal));

    /// <summary>The common unit of those series that have one, or <see langword="null"/> if none has one or they differ.</summary>
    public static string? CommonUnit(IEnumerable<Metric> series) => CommonUnit(series.Select(m => m.Unit));

    internal static string? CommonUnit(IEnumerable<string?> units) =>
        units.OfType<string>().Distinct(StringComparer.Ordinal).ToArray() is [var unit] ? unit : null;

    internal static MetricGoal? Common(IEnumerable<MetricGoal?> goals) => goals.OfType<MetricGoal>().Distinct().ToArray() is [var goal] ? goal : null;
}
