using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Errors;
using ExperimentTracker.Formatting;
using ExperimentTracker.Points;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Adds points to metrics of a run: one, several as arrays or through the pipeline, or several keys at one step; or the distribution of values.</summary>
[Cmdlet(VerbsCommon.Add, "Metric", DefaultParameterSetName = PointSet, SupportsShouldProcess = true)]
[OutputType(typeof(MetricPoint), typeof(Distribution))]
public sealed class AddMetricCommand : RunWritingCommand
{
    private const string PointSet = "Point";
    private const string ObjectSet = "Object";
    private const string TableSet = "Table";
    private const string HistogramSet = "Histogram";

    private readonly List<double> counted = [];
    private MetricBuffer? buffer;
    private PipelinePoints? pipeline;
    private string? lastRunId;

    /// <summary>The key of the metric, such as <c>val/loss</c>; <c>accuracy[setosa]</c> is the key accuracy with the label setosa.</summary>
    [Parameter(ParameterSetName = PointSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = ObjectSet, Position = 0)]
    [Parameter(ParameterSetName = HistogramSet, Mandatory = true, Position = 0)]
    [Deferred(typeof(string))]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Key { get; set; }

    /// <summary>The value, or one value per point; with -Histogram, the values to count.</summary>
    [Parameter(ParameterSetName = PointSet, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = ObjectSet, Position = 1)]
    [Parameter(ParameterSetName = HistogramSet, Position = 1)]
    [NumberTransformation(typeof(double[]), AcceptsScriptBlock = true, AcceptsDurations = true)]
    [Alias("Values")]
    [AllowEmptyCollection]
    public double[]? Value { get; set; }

    /// <summary>
    /// Numbers, which -Histogram counts; objects with the properties that are not given as parameters: Key, Value, Step, Timestamp, Label, Unit, Goal and Run; or rows with a metric in
    /// each numeric column.
    /// </summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = HistogramSet, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The step, from 0, or one step per value; defaults to the next step of the series.</summary>
    [Parameter]
    [StepTransformation(typeof(long[]), AcceptsScriptBlock = true)]
    [Alias("Steps")]
    public long[]? Step { get; set; }

    /// <summary>When the value was measured, or one time per value; defaults to now.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime[]), AcceptsScriptBlock = true)]
    [Alias("Timestamps")]
    public DateTime[]? Timestamp { get; set; }

    /// <summary>A subdivision of the key, such as a class.</summary>
    [Parameter(ParameterSetName = PointSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    [Deferred(typeof(string))]
    public string? Label { get; set; }

    /// <summary>Counts the values in bins and adds their distribution, instead of a point for each.</summary>
    [Parameter(ParameterSetName = HistogramSet, Mandatory = true)]
    public SwitchParameter Histogram { get; set; }

    /// <summary>The number of bins of equal width between the lowest and the highest finite value.</summary>
    [Parameter(ParameterSetName = HistogramSet)]
    [IntegerTransformation(typeof(int), Lowest = 1)]
    [PSDefaultValue(Help = "64")]
    public int Bins { get; set; } = BinnedValues.DefaultBins;

    /// <summary>The unit of the values.</summary>
    [Parameter(ParameterSetName = PointSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    [Parameter(ParameterSetName = TableSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? Unit { get; set; }

    /// <summary>Whether lower or higher values are better.</summary>
    [Parameter(ParameterSetName = PointSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    [Parameter(ParameterSetName = TableSet)]
    [AllowNull]
    public MetricGoal? Goal { get; set; }

    /// <summary>Several keys with a value each, at the same step.</summary>
    [Parameter(ParameterSetName = TableSet, Mandatory = true, Position = 0)]
    public IDictionary Metric { get; set; } = null!;

    /// <summary>The run: its id, name, path or object. Without it, the current run.</summary>
    [Parameter]
    [Alias("RunId")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity? Run { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        buffer = new MetricBuffer(error => WriteError(error.ToErrorRecord()), PassThru ? WriteObject : null);
        if (ParameterSetName != ObjectSet && !MyInvocation.ExpectingInput) return;
        pipeline = new PipelinePoints(buffer, new RunTargets(State, FindTarget), new(Key, Value, Step, Timestamp, Label, Unit, Goal), Run, text => WriteWarning(DisplayText.Text(text)));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Histogram) CountValues();
        else if (ParameterSetName == ObjectSet || (ParameterSetName == HistogramSet && MyInvocation.ExpectingInput)) pipeline!.Add(InputObject, Cancellation);
        else if (FindTarget(Run, null) is { } target) buffer!.Add(target.Store, ParameterSetName == TableSet ? OfTable(target) : [OfParameters(target)], Cancellation);
        EndBlockWithoutPromise(lastRunId);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        buffer!.Flush(Cancellation);
        if (counted.Count > 0) AddDistribution(Key!, BinnedValues.Of(counted.ToArray(), Bins), Single("steps", Step), Single("timestamps", Timestamp));
        EndBlockWithoutPromise(lastRunId);
    }

    // Points that were read before the pipeline was stopped, or before an upstream error, are kept.
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        buffer?.FlushIgnoringErrors();
        base.Dispose(disposing);
    }

    // Each object identifies its own run, unless one is named for all: points of one store can be added to a run of another.
    private protected override bool ProvidesSourceStore(string parameter) => parameter != nameof(InputObject);

    private RunTarget? FindTarget(object? run, RecordSource? from)
    {
        RunIdentity? named = run is null or RunIdentity ? (RunIdentity?)run
            : LanguagePrimitives.TryConvertTo(run, out RunIdentity identity) ? identity
            : throw CatalogErrors.NotFound(RecordType.Run, $"{run}");
        string id = IdOf(named, from);
        lastRunId = id;
        return ShouldWrite(id, "Add points") ? new RunTarget(id, StoreOfRun(named, from)) : null;
    }

    // A block for each object of the pipeline needs objects.
    private static void RequireValues(params object?[] values)
    {
        if (values.Any(DeferredAttribute.IsDeferred)) throw RunErrors.DeferredWithoutInput();
    }

    private void CountValues()
    {
        RequireValues(Key, Step, Timestamp, MyInvocation.ExpectingInput ? null : Value);
        if (Value is null && !MyInvocation.ExpectingInput) throw DistributionErrors.NoValues(Key!);
        counted.AddRange(new PointFieldReader(Key!).Values(Value is null ? InputObject : DeferredAttribute.Resolve(Value, InputObject)));
    }

    private T? Single<T>(string what, T[]? given)
        where T : struct => given switch { null => null, [var one] => one, _ => throw DistributionErrors.NotOne(Key!, what, given.Length) };

    private SeriesAppend OfParameters(RunTarget target)
    {
        RequireValues(Key, Value, Step, Timestamp, Label);
        if (Value is null) throw DistributionErrors.NoValues(Key!);
        (string key, string? label) = SeriesName.Parse(Key!, Label);
        return Append(target, key, label, Value, Step);
    }

    private SeriesAppend[] OfTable(RunTarget target)
    {
        SeriesAppend[] appends = [.. MapEntries.Of(Metric).Select(entry => OfEntry(target, entry))];
        DistinctNames.Check("-Metric", appends.Select(append => ExperimentTracker.Metric.NameOf(append.Key, append.Label)));
        return appends;
    }

    private SeriesAppend OfEntry(RunTarget target, DictionaryEntry entry)
    {
        (string key, string? label) = SeriesName.Parse(NameReader.Read("-Metric", entry.Key) ?? "", null);
        double[] values = new PointFieldReader(key).Values(entry.Value);
        return Append(target, key, label, values, Step is [var only] ? [.. Enumerable.Repeat(only, values.Length)] : Step);
    }

    private SeriesAppend Append(RunTarget target, string key, string? label, double[] values, long[]? steps)
    {
        if (steps is [] && values.Length > 0) throw RunErrors.LengthMismatch(key, values.Length, "steps", 0);
        return new()
        {
            RunId = target.Id,
            Key = key,
            Label = label,
            Values = values,
            Steps = steps ?? [],
            Ticks = Timestamp is null ? new[] { UtcTicks.Now(target.Store.Time) } : Array.ConvertAll(Timestamp, UtcTicks.From),
            Unit = MetricValue.UnitOf(key, MetricValue.AreDurations(values), Unit),
            Goal = Goal,
        };
    }
}
