using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Formatting;

/// <summary>
/// Sparklines in the cells of tables. The points are read when a cell is shown and not before, a bounded number of them; where they cannot be
/// read, the cell stays empty. Called by the format file.
/// </summary>
public static class DisplayTrend
{
    private const int Width = 6;

    // Two for a column: what lies between is rarely missed.
    private const int Pieces = 12;

    /// <summary>The curve of the run's main metric (see <see cref="MainMetric"/>).</summary>
    public static string Of(Run run) => MainMetric.Of(run) is { } metric ? Draw(metric, RecordOrigins.Of(run)?.Live) : "";

    /// <summary>The curve of a metric.</summary>
    public static string Of(Metric metric) => Draw(metric, RecordOrigins.Of(metric)?.Live);

    /// <summary>The curve of a series.</summary>
    public static string Of(MetricSeries series) => Sparklines.Draw(series.Values, Width);

    /// <summary>Nothing: what came back from a job or a file is not asked where its points are.</summary>
    public static string Of(PSObject record) => "";

    private static string Draw(Metric metric, IExperimentStore? store)
    {
        try
        {
            return store is { IsUsable: true } && metric.Count > 1 ? Sparklines.Draw(store.Metrics.Sketch(metric, Pieces, default), Width) : "";
        }
        catch (Exception)
        {
            // A table is shown all the same: the store may be gone or damaged, and other cmdlets say so.
            return "";
        }
    }
}
