namespace ExperimentTracker;

/// <summary>The statistic of a series that is used as the value of its run.</summary>
public enum MetricStatistic : long
{
    /// <summary>The value at the highest step: the final one.</summary>
    Last = 0,

    /// <summary>The lowest or the highest value, according to the goal of the metric.</summary>
    Best = 1,

    /// <summary>The lowest value.</summary>
    Min = 2,

    /// <summary>The highest value.</summary>
    Max = 3,

    /// <summary>The arithmetic mean of the points that are not NaN.</summary>
    Mean = 4,

    /// <summary>The value at the lowest step.</summary>
    First = 5,
}

/// <summary>Reads a statistic of a series.</summary>
public static class MetricStatistics
{
    /// <summary>Returns the statistic of a series. NaN if every point is NaN, and for <see cref="MetricStatistic.Best"/> also without a goal.</summary>
    /// <param name="statistic">The statistic.</param>
    /// <param name="series">The series.</param>
    /// <param name="goal">The goal to use for <see cref="MetricStatistic.Best"/> instead of the series' own.</param>
    public static double Of(this MetricStatistic statistic, Metric series, MetricGoal? goal = null) => statistic switch
    {
        MetricStatistic.Last => series.Last,
        MetricStatistic.First => series.First,
        MetricStatistic.Min => series.Min ?? double.NaN,
        MetricStatistic.Max => series.Max ?? double.NaN,
        MetricStatistic.Mean => series.Mean ?? double.NaN,
        _ => (goal ?? series.Goal) switch
        {
            MetricGoal.Minimize => series.Min ?? double.NaN,
            MetricGoal.Maximize => series.Max ?? double.NaN,
            _ => double.NaN,
        },
    };
}
