using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Errors;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>Adds points to metrics of a run: one, several as arrays or through the pipeline, or several keys at one step.</summary>
[Cmdlet(VerbsCommon.Add, "Metric", DefaultParameterSetName = PointSet, SupportsShouldProcess = true)]
[OutputType(typeof(MetricPoint))]
public sealed class AddMetricCommand : RunWritingCommand
{
    private const string PointSet = "Point";
    private const string TableSet = "Table";

    private MetricBuffer? buffer;

    /// <summary>The key of the metric, such as <c>val/loss</c>; <c>accuracy[setosa]</c> is the key accuracy with the label setosa.</summary>
    [Parameter(ParameterSetName = PointSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string Key { get; set; } = "";

    /// <summary>The value, or one value a point.</summary>
    [Parameter(ParameterSetName = PointSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Values")]
    [AllowEmptyCollection]
    public double[] Value { get; set; } = [];

    /// <summary>The step, from 0, or one a value; without it, the series' next step.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Steps")]
    public long[]? Step { get; set; }

    /// <summary>When the value was taken, or one moment a value; without it, now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Timestamps")]
    public DateTime[]? Timestamp { get; set; }

    /// <summary>What the value is of, such as a class.</summary>
    [Parameter(ParameterSetName = PointSet, ValueFromPipelineByPropertyName = true)]
    public string? Label { get; set; }

    /// <summary>The unit of the values.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Unit { get; set; }

    /// <summary>Which direction is better.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public MetricGoal? Goal { get; set; }

    /// <summary>Several keys with a value each, at one step.</summary>
    [Parameter(ParameterSetName = TableSet, Mandatory = true, Position = 0)]
    public IDictionary Metric { get; set; } = null!;

    /// <summary>Gives the points back, once they are written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => buffer = new MetricBuffer(Report, PassThru ? WriteObject : null);

    /// <inheritdoc/>
    protected override void Process()
    {
        string runId = TargetRunId;
        if (!ShouldWrite(runId, "Add points")) return;
        if (ParameterSetName == PointSet)
        {
            (string key, string? label) = SeriesName.Parse(Key, Label);
            buffer!.Add(RunStore, [Append(runId, key, label, Value)], Cancellation);
            return;
        }

        buffer!.Add(RunStore, Metric.Cast<DictionaryEntry>().Select(entry => Append(runId, entry)).ToArray(), Cancellation);
    }

    /// <inheritdoc/>
    protected override void End() => buffer!.Flush(Cancellation);

    // What came through the pipeline before it was stopped, or before an error upstream ended it, is kept.
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        buffer?.FlushQuietly();
        base.Dispose(disposing);
    }

    private SeriesAppend Append(string runId, string key, string? label, double[] values) => new()
    {
        RunId = runId,
        Key = key,
        Label = label,
        Values = values,
        Steps = Step is [var only] && ParameterSetName == TableSet ? Repeat(only, values.Length) : Step ?? [],
        Ticks = Timestamp is null ? new[] { UtcTicks.Now } : Array.ConvertAll(Timestamp, UtcTicks.From),
        Unit = Unit,
        Goal = Goal,
    };

    private SeriesAppend Append(string runId, DictionaryEntry entry)
    {
        (string key, string? label) = SeriesName.Parse(LanguagePrimitives.ConvertTo<string>(entry.Key), null);
        return Append(runId, key, label, ToValues(key, entry.Value));
    }

    private void Report(TrackerException error) => WriteError(error.ToErrorRecord());

    private static double[] ToValues(string key, object? value) =>
        LanguagePrimitives.TryConvertTo(value, out double[] values) && value is not null
            ? values
            : throw RunErrors.UnsupportedValue(key, value, "a metric's value is a number");

    private static long[] Repeat(long step, int count)
    {
        long[] steps = new long[count];
        Array.Fill(steps, step);
        return steps;
    }
}
