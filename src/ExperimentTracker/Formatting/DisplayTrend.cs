using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Formatting;

/// <summary>
/// Sparklines in table cells. Points are read only when a cell is shown, and only a limited number of them; if they cannot be read, the cell is
/// empty. Called by the format file.
/// </summary>
public static class DisplayTrend
{
    private const int Width = 6;
    private const int Bars = 16;

    // Two per column: what lies between them is rarely significant.
    private const int Chunks = 12;

    /// <summary>The curve of the run's main metric (see <see cref="MainMetric"/>).</summary>
    public static string Of(Run run) => MainMetric.Of(run) is { } metric ? Draw(metric, RecordOrigins.Of(run)?.Live) : "";

    /// <summary>The curve of the metric that a run of a leaderboard is ranked by.</summary>
    public static string Ranked(Run run) =>
        LeaderboardRows.Of(run) is { } row && run.MetricStatistics[row.Metric] is Metric metric ? Draw(metric, RecordOrigins.Of(run)?.Live) : Of(run);

    /// <inheritdoc cref="Of(PSObject)"/>
    public static string Ranked(PSObject record) => Of(record);

    /// <summary>The curve of a metric.</summary>
    public static string Of(Metric metric) => Draw(metric, RecordOrigins.Of(metric)?.Live);

    /// <summary>The curve of a series.</summary>
    public static string Of(MetricSeries series) => Sparklines.Draw(series.Values, Width);

    /// <summary>The counts of a distribution, the mean of some neighbouring bins in a column.</summary>
    public static string Of(Distribution distribution)
    {
        int together = (distribution.Counts.Count + Bars - 1) / Bars;
        if (together == 0) return "";

        // A bar begins at zero, which is not shown.
        double[] columns = [0, .. distribution.Counts.Chunk(together).Select(counts => counts.Average())];
        return Sparklines.Draw(columns, Bars + 1)[1..];
    }

    /// <summary>Empty: for a deserialized record no points are read.</summary>
    public static string Of(PSObject record) => "";

    private static string Draw(Metric metric, IExperimentStore? store)
    {
        try
        {
            return store is { IsUsable: true } && metric.Count > 1 ? Sparklines.Draw(store.Metrics.Sketch(metric, Chunks, default), Width) : "";
        }
        catch (Exception)
        {
            // The table is shown anyway: the store may be missing or damaged, which other cmdlets report.
            return "";
        }
    }
}
