namespace ExperimentTracker.Charts;

/// <summary>
/// Which series of a chart have a mark of their own. Up to ten all have one. Of more, the best five have one, and the others are drawn dim behind them.
/// </summary>
/// <param name="Series">The series in the order of the legend, the highlighted ones first.</param>
/// <param name="Count">The number of highlighted series.</param>
internal sealed record SeriesHighlights(IReadOnlyList<ChartSeries> Series, int Count)
{
    private const int Best = 5;

    /// <summary>Selects the highlights. Series of one metric with a goal are sorted by their last values, others keep their order.</summary>
    public static SeriesHighlights Of(IReadOnlyList<ChartSeries> series)
    {
        if (series.Count <= SeriesMarks.Count) return new(series, series.Count);
        MetricGoal?[] goals = [.. series.Select(s => s.Goal).Distinct()];
        bool areRanked = goals is [{ }] && series.All(s => s.Name == series[0].Name);
        return new(areRanked ? [.. series.OrderBy(s => double.IsNaN(s.Last)).ThenBy(s => goals[0] == MetricGoal.Minimize ? s.Last : -s.Last)] : series, Best);
    }

    /// <summary>The number of the series' mark.</summary>
    public int MarkOf(int series) => series < Count ? series : SeriesMarks.Dim;
}
