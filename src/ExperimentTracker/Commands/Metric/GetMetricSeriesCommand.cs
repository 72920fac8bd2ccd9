using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets the points of metrics in step order, of one run or several.</summary>
[Cmdlet(VerbsCommon.Get, "MetricSeries")]
[OutputType(typeof(MetricPoint), typeof(MetricSeries))]
public sealed class GetMetricSeriesCommand : RunReadingCommand
{
    private readonly NameTally missing = new();

    /// <summary>Keys, with wildcards; <c>accuracy[setosa]</c> names one series, <c>accuracy</c> all labels. Without it, all.</summary>
    [Parameter(Position = 0)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[]? Key { get; set; }

    /// <summary>The lowest step to give.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long FirstStep { get; set; }

    /// <summary>The highest step to give.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long LastStep { get; set; } = long.MaxValue;

    /// <summary>Gives one object a series, with arrays, instead of one object a point.</summary>
    [Parameter]
    public SwitchParameter AsSeries { get; set; }

    /// <summary>Thins each series to at most that many points, keeping its look and its extremes.</summary>
    [Parameter]
    [ValidateRange(4, int.MaxValue)]
    public int? MaxPoints { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachRun(target =>
    {
        var filter = new SeriesFilter(Key, target.Series);
        foreach (Metric metric in filter.Of(target.Run)) Write(target.Store.Metrics.Read(metric, FirstStep, LastStep, Cancellation));
        missing.Add($"Run {target.Run.Path}", filter.Unmatched(target.Run));
    });

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(RunErrors.MetricNotFound), error => throw error);

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
