using System.Management.Automation;
using ExperimentTracker.Series;

namespace ExperimentTracker.Commands;

/// <summary>Gets the points of metrics in step order, of one run or several.</summary>
[Cmdlet(VerbsCommon.Get, "MetricSeries")]
[OutputType(typeof(MetricPoint), typeof(MetricSeries))]
public sealed class GetMetricSeriesCommand : PointReadingCommand
{
    /// <summary>Gives one object a series, with arrays, instead of one object a point.</summary>
    [Parameter]
    public SwitchParameter AsSeries { get; set; }

    /// <summary>Thins each series to at most that many points, keeping its look and its extremes.</summary>
    [Parameter]
    [ValidateRange(4, int.MaxValue)]
    public int? MaxPoints { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachRun((target, metrics) =>
    {
        foreach (Metric metric in metrics) Write(target.Store.Metrics.Read(metric, FirstStep, LastStep, Cancellation));
    });

    private void Write(MetricSeries series)
    {
        if (MaxPoints is { } most)
        {
            series = series.Pick(SeriesThinning.LargestTriangleThreeBuckets(series.Steps, series.Values, most));
        }

        Note(series);
        if (AsSeries) WriteObject(series);
        else foreach (MetricPoint point in series.Points()) WriteObject(point);
    }
}
