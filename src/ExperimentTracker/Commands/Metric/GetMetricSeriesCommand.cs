using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets the points of metrics in step order, of one or more runs.</summary>
[Cmdlet(VerbsCommon.Get, "MetricSeries")]
[OutputType(typeof(MetricPoint), typeof(MetricSeries))]
public sealed class GetMetricSeriesCommand : PointReadingCommand
{
    /// <summary>Returns an object per series, with arrays, instead of an object per point.</summary>
    [Parameter]
    public SwitchParameter AsSeries { get; set; }

    /// <summary>Downsamples each series to at most this number of points, keeping its shape and its extremes.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = 4)]
    public int? MaxPoints { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachRun((target, metrics) =>
    {
        foreach (Metric metric in metrics)
        {
            Write(MaxPoints is { } most
                ? target.Store.Metrics.ReadThinned(metric, FirstStep, LastStep, most, Cancellation)
                : target.Store.Metrics.Read(metric, FirstStep, LastStep, Cancellation));
        }
    });

    private void Write(MetricSeries series)
    {
        RememberSource(series);
        if (AsSeries) WriteObject(series);
        else foreach (MetricPoint point in series.Points()) WriteObject(point);
    }
}
