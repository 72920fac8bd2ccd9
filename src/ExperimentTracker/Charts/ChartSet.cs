using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Charts;

/// <summary>The charts of a set of series.</summary>
internal sealed class ChartSet
{
    private readonly List<IChartSource> sources = [];

    // A prepared series is reused until it grows or the chart is drawn differently.
    private readonly Dictionary<(string RunId, string Name, ChartXAxis Axis), (object Extent, ChartSeries Series)> ready = [];

    /// <summary>Whether more points may be added.</summary>
    public bool IsOpen => sources.Exists(s => s.IsOpen);

    /// <summary>Whether the set is empty.</summary>
    public bool IsEmpty => sources.Count == 0;

    /// <summary>Adds series to draw.</summary>
    public void Add(IChartSource source) => sources.Add(source);

    /// <summary>Reads the current state of all sources.</summary>
    public void Refresh(CancellationToken cancellation) => sources.ForEach(s => s.Refresh(cancellation));

    /// <summary>Returns a watch of the stores that points are added to.</summary>
    public StoreWatch Watch(CancellationToken cancellation) => new(sources.Select(s => s.Store).OfType<IExperimentStore>(), cancellation);

    /// <summary>Whether no series exists yet.</summary>
    public bool HaveNoSeries => !sources.SelectMany(s => s.Entries()).Any();

    /// <summary>Ends orphaned runs, so that following them ends.</summary>
    public void KillOrphanedRuns(CancellationToken cancellation) => sources.Find(s => s.IsOpen)?.KillOrphanedRuns(cancellation);

    /// <summary>Records the keys that match no series.</summary>
    public void AddMissing(MissingNames missing) => sources.ForEach(s => s.AddMissing(missing));

    /// <summary>Draws all charts, with a blank line between two; empty if there is no series.</summary>
    /// <param name="options">The options of the chart. The axis is selected automatically if <paramref name="axis"/> is <see langword="null"/>.</param>
    /// <param name="axis">The horizontal axis, if it was specified.</param>
    /// <param name="room">The number of lines for all charts. Charts that do not fit are counted and not drawn; <see langword="null"/> for no limit.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public List<string> Draw(ChartOptions options, ChartXAxis? axis, int? room, CancellationToken cancellation)
    {
        List<List<ChartEntry>> charts = [.. sources.SelectMany(s => s.Entries())
            .GroupBy(e => e.Chart, e => e.Entry)
            .Select(g => g.DistinctBy(e => (e.RunId, e.Name)).ToList())];
        var legend = new RunLegend(sources.Select(s => s.Run).OfType<Run>());
        int shown = room is { } lines ? Math.Clamp((lines + 1) / (ChartOptions.LeastHeight + 1), 1, Math.Max(charts.Count, 1)) : charts.Count;
        if (room is { } all) options = options with { Height = Math.Min(options.Height, ((all + 1) / shown) - 1) };
        var text = new List<string>();
        foreach (List<ChartEntry> chart in charts.Take(shown))
        {
            ChartOptions own = options with { XAxis = axis ?? (chart.TrueForAll(e => e.HasOneStep) ? ChartXAxis.Elapsed : ChartXAxis.Step) };
            if (text.Count > 0) text.Add("");
            text.AddRange(LineChart.Draw([.. chart.Select(entry => Ready(entry with { Run = legend.Of(entry.RunId, entry.Run) }, own, cancellation))], own));
        }

        return text;
    }

    private ChartSeries Ready(ChartEntry entry, ChartOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var key = (entry.RunId, entry.Name, options.XAxis);
        if (ready.TryGetValue(key, out var made) && made.Extent.Equals((entry.Run, entry.Extent))) return made.Series;
        var series = ChartSeries.From(entry.Read(cancellation), entry.Run, options);
        ready[key] = ((entry.Run, entry.Extent), series);
        return series;
    }
}
