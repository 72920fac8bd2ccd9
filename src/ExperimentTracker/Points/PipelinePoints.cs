using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Points;

/// <summary>The values of parameters that apply to all points of a pipeline; a <see langword="null"/> value is read from each object.</summary>
internal sealed record PointParameters(string? Key, double[]? Value, long[]? Step, DateTime[]? Timestamp, string? Label, string? Unit, MetricGoal? Goal);

/// <summary>Creates points from pipeline objects. Parameters take precedence over properties of an object.</summary>
internal sealed class PipelinePoints(MetricBuffer buffer, RunTargets targets, PointParameters given, RunIdentity? run)
{
    private const string NotANumber = "a metric's value is a number";
    private readonly PointProperties properties = new();
    private string? lastName;
    private string? lastLabel;
    private (string Key, string? Label) lastSeries;

    /// <exception cref="TrackerException">The object is not a valid point; processing continues with the others.</exception>
    public void Add(PSObject input, CancellationToken cancellation)
    {
        PointFields fields = properties.Read(input);
        RunTarget? target = run is not null ? targets.Find(run)
            : input.BaseObject is Run piped ? targets.Find(new RunIdentity(piped))
            : fields.Run is not null ? targets.Find(RunOf(fields), RecordOrigins.Of(input))
            : fields.Value is null && ForeignRecord.Is<Run>(input) ? targets.Find(new RunIdentity(input))
            : targets.Find(null);
        if (target is null) return;
        (string key, string? label) = SeriesOf(
            Text(Pick(given.Key, fields.Key, input)) ?? throw RunErrors.PointWithoutKey(),
            Text(Pick(given.Label, fields.Label, input)));
        object? value = Pick(given.Value, fields.Value, input);
        object? step = Pick(given.Step, fields.Step, input);
        object? at = Pick(given.Timestamp, fields.Timestamp, input);
        string? unit = given.Unit ?? Text(fields.Unit);
        MetricGoal? goal = given.Goal ?? (fields.Goal is null ? null : PointValues.To<MetricGoal>(nameof(MetricPoint), fields.Goal, "the goal is Minimize or Maximize"));
        if (PointValues.TryNumber(value, out double number) && (step is null || PointValues.TryStep(step, out _)) && at is null or DateTime)
        {
            long? only = PointValues.TryStep(step, out long single) ? single : null;
            buffer.Add(target.Store, target.Id, key, label, number, only, at is DateTime time ? UtcTicks.From(time) : UtcTicks.Now(target.Store.Time), unit, goal, cancellation);
            return;
        }

        buffer.Add(target.Store, [Several(target.Id, key, label, value, step, at, target.Store.Time) with { Unit = unit, Goal = goal }], cancellation);
    }

    private static object RunOf(in PointFields fields) =>
        NullCheck.IsNullOrBlank(fields.Run) ? throw NullErrors.Argument(nameof(fields.Run), "is null or blank") : fields.Run!;

    private static SeriesAppend Several(string runId, string key, string? label, object? value, object? step, object? at, TimeProvider time) => new()
    {
        RunId = runId,
        Key = key,
        Label = label,
        Values = PointValues.To<double[]>(key, value, NotANumber),
        Steps = step is null ? [] : PointValues.To<long[]>(key, step, "a step is an integer"),
        Ticks = at is null ? new[] { UtcTicks.Now(time) } : Array.ConvertAll(PointValues.To<DateTime[]>(key, at, "its timestamp is not a valid date and time"), UtcTicks.From),
    };

    // Most objects of a pipeline belong to the same series, whose name is parsed only once.
    private (string Key, string? Label) SeriesOf(string name, string? label)
    {
        if (name == lastName && label == lastLabel) return lastSeries;
        (lastName, lastLabel) = (name, label);
        return lastSeries = SeriesName.Parse(name, label);
    }

    private static object? Pick(object? parameter, object? property, PSObject input) =>
        parameter is null ? property
        : DeferredAttribute.IsDeferred(parameter) ? DeferredAttribute.Resolve(parameter, input)
        : parameter is Array { Length: 1 } one ? one.GetValue(0)
        : parameter;

    private static string? Text(object? value) => value is null or string ? (string?)value : LanguagePrimitives.ConvertTo<string>(value);
}
