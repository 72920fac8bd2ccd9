namespace ExperimentTracker.Charts;

/// <summary>Line charts in text.</summary>
public static class LineChart
{
    private const int AxisLines = 2;
    private const int MostLegend = 4; // a quarter of the height

    /// <summary>
    /// Draws several series into one chart, the earlier ones over the later ones. Of more than ten, only the best five are told apart. No line is wider than <see cref="ChartOptions.Width"/>, and there
    /// are <see cref="ChartOptions.Height"/> lines: a title, the grid, two lines of the axis, a legend if there are several series, and a note about
    /// values that could not be drawn. Without values there are only the title and the note.
    /// </summary>
    /// <param name="series">The series, prepared with the same options; at least one.</param>
    /// <param name="options">The options of the chart.</param>
    public static IReadOnlyList<string> Draw(IReadOnlyList<ChartSeries> series, ChartOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(series.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, ChartOptions.LeastWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, ChartOptions.LeastHeight);
        SeriesHighlights highlights = SeriesHighlights.Of(series);
        series = highlights.Series;
        var text = new ChartText(highlights, options);
        string[] note = text.Note is { } line ? [line] : [];
        if (!series.Any(s => s.HasValues)) return [text.Title, .. note, "There is nothing to draw."];

        IReadOnlyList<string> legend = text.Legend(Math.Max(2, options.Height / MostLegend));
        int rows = options.Height - 1 - AxisLines - legend.Count - note.Length;
        long[] origins = [.. series.Select(s => OriginOf(s, series, options.XAxis))];
        var values = new ValueAxis(series.SelectMany(s => s.Y), options.LogScale);
        PointAxis points = AxisOver(series, origins, options.XAxis);
        var frame = new ChartFrame(values, points, options.Width, rows, options.Style);
        var grid = DotGrid.For(options.Style, frame.Columns, rows);
        for (int i = series.Count - 1; i >= 0; i--) DrawOne(series[i], highlights.MarkOf(i), origins[i], grid, values, points);
        return [text.Title, .. frame.Around(grid), .. legend, .. note];
    }

    // Elapsed time is counted from the first point of the run in any of its series.
    private static long OriginOf(ChartSeries one, IReadOnlyList<ChartSeries> all, ChartXAxis axis) =>
        axis == ChartXAxis.Elapsed ? all.Where(s => s.RunId == one.RunId && s.X.Length > 0).Min(s => (long?)s.X[0]) ?? 0 : 0;

    private static PointAxis AxisOver(IReadOnlyList<ChartSeries> series, long[] origins, ChartXAxis kind)
    {
        (long first, long last) = (long.MaxValue, long.MinValue);
        for (int i = 0; i < series.Count; i++)
        {
            // Points that are not drawn do not extend the axis.
            int from = Array.FindIndex(series[i].Y, double.IsFinite), to = Array.FindLastIndex(series[i].Y, double.IsFinite);
            if (from >= 0) (first, last) = (Math.Min(first, series[i].X[from] - origins[i]), Math.Max(last, series[i].X[to] - origins[i]));
        }

        return PointAxis.Over(kind, first, last);
    }

    private static void DrawOne(ChartSeries series, int mark, long origin, DotGrid grid, ValueAxis values, PointAxis points)
    {
        (int X, int Y)? before = null;
        for (int i = 0; i < series.Y.Length; i++)
        {
            if (double.IsNaN(series.Y[i]))
            {
                before = null;
                continue;
            }

            int x = (int)Math.Round(points.ShareOf(series.X[i] - origin) * (grid.Wide - 1));
            int y = (int)Math.Round((1 - values.ShareOf(series.Y[i])) * (grid.High - 1));
            if (before is { } from) grid.Line(from.X, from.Y, x, y, mark);
            else if (i + 1 == series.Y.Length || double.IsNaN(series.Y[i + 1])) grid.Point(x, y, mark);
            before = (x, y);
        }
    }
}
