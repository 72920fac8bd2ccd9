using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Charts;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Draws metrics as line charts in the terminal.</summary>
[Cmdlet(VerbsCommon.Show, "MetricSeries")]
[OutputType(typeof(string))]
public sealed class ShowMetricSeriesCommand : PointReadingCommand
{
    private readonly ChartSet charts = new();
    private readonly PointCollector points = new();

    /// <summary>Series that were already read.</summary>
    [Parameter(ValueFromPipeline = true)]
    [DeserializedRecord(typeof(MetricSeries))]
    public MetricSeries[]? Series { get; set; }

    /// <summary>Points that were already read.</summary>
    [Parameter(ValueFromPipeline = true)]
    [DeserializedRecord(typeof(MetricPoint))]
    public MetricPoint[]? Point { get; set; }

    /// <summary>The horizontal axis.</summary>
    [Parameter]
    public ChartXAxis? XAxis { get; set; }

    /// <summary>Uses a logarithmic vertical axis.</summary>
    [Parameter]
    public SwitchParameter LogScale { get; set; }

    /// <summary>The weight of previous values in the moving average that smooths the values.</summary>
    [Parameter]
    [NumberTransformation(typeof(double), Lowest = 0, Highest = 0.9999)]
    [PSDefaultValue(Help = "0")]
    public double Smoothing { get; set; }

    /// <summary>The maximum width in columns.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = ChartOptions.LeastWidth, Highest = 1000)]
    public int? Width { get; set; }

    /// <summary>The height of a chart in lines.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = ChartOptions.LeastHeight, Highest = 500)]
    public int? Height { get; set; }

    /// <summary>The characters that the charts use.</summary>
    [Parameter]
    public ChartStyle? Style { get; set; }

    /// <summary>Redraws the charts when points are added, until the runs have ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Series is not null) foreach (MetricSeries series in Series) Add(series);
        else if (Point is not null) points.Add(Point);
        else ForEachRun(target => charts.Add(new RunChartSource(target.Store, target.Run, new SeriesFilter(Key, target.Series), Window)));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (MetricSeries series in points.Series()) Add(series);
        if (charts.IsEmpty) return;
        var view = new ChartView(charts, ChartScreen.Of(this), new ChartOptions { LogScale = LogScale, Smoothing = Smoothing })
        {
            Width = Width,
            Height = Height,
            Style = Style,
            XAxis = XAxis,
        };
        IReadOnlyList<string> lines = Follow ? view.Follow(Cancellation) : view.Draw(Cancellation);
        var missing = new MissingNames();
        charts.AddMissing(missing);
        TrackerException[] errors = [.. missing.Errors(RunErrors.MetricNotFound)];
        if (errors.Length == 0 && charts.HaveNoSeries) WriteWarning("There are no series to draw.");
        ForEach(errors, error => throw error);
        foreach (string line in lines) WriteObject(line);
    }

    private StepWindow Window => new(FirstStep, LastStep);

    private void Add(MetricSeries series) => charts.Add(new GivenChartSource(series, new SeriesFilter(Key, null), Window));
}
