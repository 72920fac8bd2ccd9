using ExperimentTracker.Binding;

namespace ExperimentTracker.Charts;

/// <summary>The charts of what was asked for.</summary>
internal sealed class ChartSet
{
    private readonly List<IChartSource> sources = [];

    // What was read stays made ready until its series grows or the chart is drawn otherwise.
    private readonly Dictionary<(string RunId, string Name, ChartXAxis Axis), (object Extent, ChartSeries Series)> ready = [];

    /// <summary>Whether there may be more points later.</summary>
    public bool IsOpen => sources.Exists(s => s.IsOpen);

    /// <summary>Whether nothing was asked for.</summary>
    public bool IsEmpty => sources.Count == 0;

    /// <summary>Adds something to draw.</summary>
    public void Add(IChartSource source) => sources.Add(source);

    /// <summary>Looks again at what is there.</summary>
    public void Refresh(CancellationToken cancellation) => sources.ForEach(s => s.Refresh(cancellation));

    /// <summary>Whether there is no series, so far, of all that was asked for.</summary>
    public bool HaveNoSeries => !sources.SelectMany(s => s.Entries()).Any();

    /// <summary>Ends runs whose process is found dead, so that nobody watches them for ever.</summary>
    public void KillOrphanedRuns(CancellationToken cancellation) => sources.Find(s => s.IsOpen)?.KillOrphanedRuns(cancellation);

    /// <summary>Notes the keys that name no series.</summary>
    public void NoteMissing(NameTally missing) => sources.ForEach(s => s.NoteMissing(missing));

    /// <summary>The lines of all charts, a blank line between two; none when there is no series.</summary>
    /// <param name="options">How to draw, with the axis that fits where <paramref name="axis"/> says none.</param>
    /// <param name="axis">What the points are placed by, if it was said.</param>
    /// <param name="room">How many lines there are for all charts; charts beyond are counted and not drawn. None means as many as it takes.</param>
    /// <param name="cancellation">Stops reading.</param>
    public List<string> Draw(ChartOptions options, ChartXAxis? axis, int? room, CancellationToken cancellation)
    {
        List<List<ChartEntry>> charts = [.. sources.SelectMany(s => s.Entries())
            .GroupBy(e => e.Chart, e => e.Entry)
            .Select(g => g.DistinctBy(e => (e.RunId, e.Name)).ToList())];
        int shown = room is { } lines ? Math.Clamp((lines + 1) / (ChartOptions.LeastHeight + 1), 1, Math.Max(charts.Count, 1)) : charts.Count;
        if (room is { } all) options = options with { Height = Math.Min(options.Height, ((all + 1) / shown) - 1) };
        var text = new List<string>();
        foreach (List<ChartEntry> chart in charts.Take(shown))
        {
            ChartOptions own = options with { XAxis = axis ?? (chart.TrueForAll(e => e.HasOneStep) ? ChartXAxis.Elapsed : ChartXAxis.Step) };
            if (text.Count > 0) text.Add("");
            text.AddRange(LineChart.Draw([.. chart.Select(entry => Ready(entry, own, cancellation))], own));
        }

        return text;
    }

    private ChartSeries Ready(ChartEntry entry, ChartOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var key = (entry.RunId, entry.Name, options.XAxis);
        if (ready.TryGetValue(key, out var made) && made.Extent.Equals(entry.Extent)) return made.Series;
        var series = ChartSeries.From(entry.Read(cancellation), entry.Run, options);
        ready[key] = (entry.Extent, series);
        return series;
    }
}
