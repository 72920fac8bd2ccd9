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
internal sealed class PipelinePoints(MetricBuffer buffer, RunTargets targets, PointParameters given, RunIdentity? run, Action<string> warn)
{
    private readonly RowPoints rows = new(given, warn);
    private readonly PointProperties properties = new();
    private string? lastName;
    private string? lastLabel;
    private (string Key, string? Label) lastSeries;

    /// <exception cref="TrackerException">The object is not a valid point; processing continues with the others.</exception>
    public void Add(PSObject? input, CancellationToken cancellation)
    {
        PointFields fields = properties.Read(input);
        if (TargetOf(input, fields) is not { } target) return;
        if (rows.Read(input, fields, target) is { } row)
        {
            buffer.Add(target.Store, row, cancellation);
            return;
        }

        (string key, string? label) = SeriesOf(
            NameReader.Read("The key", Pick(given.Key, fields.Key, input)) ?? throw RunErrors.PointWithoutKey(),
            NameReader.Read("The label", Pick(given.Label, fields.Label, input)));
        object? value = Pick(given.Value, fields.Value, input);
        object? step = Pick(given.Step, fields.Step, input);
        object? at = Pick(given.Timestamp, fields.Timestamp, input);
        string? unit = given.Unit ?? NameReader.Read("The unit", fields.Unit);
        MetricGoal? goal = given.Goal ?? GoalOf(fields.Goal);

        bool hasStep = given.Step is not null || step is not null, hasTime = given.Timestamp is not null || at is not null;
        var point = new PointFieldReader(key);
        if (PlainValue.IsList(value) || PlainValue.IsList(step) || PlainValue.IsList(at))
        {
            double[] values = point.Values(value);
            unit = MetricValue.UnitOf(key, MetricValue.AreDurations(values), unit);
            buffer.Add(target.Store, [new SeriesAppend
            {
                RunId = target.Id,
                Key = key,
                Label = label,
                Values = values,
                Steps = hasStep ? point.Steps(step) : [],
                Ticks = hasTime ? point.Ticks(at) : new[] { UtcTicks.Now(target.Store.Time) },
                Unit = unit,
                Goal = goal,
            }], cancellation);
            return;
        }

        double number = point.Value(value, ref unit);
        long? only = hasStep ? point.Step(step) : null;
        buffer.Add(target.Store, target.Id, key, label, number, only, hasTime ? point.Tick(at) : UtcTicks.Now(target.Store.Time), unit, goal, cancellation);
    }

    private RunTarget? TargetOf(PSObject? input, in PointFields fields) =>
        run is not null ? targets.Find(run)
        : input?.BaseObject is Run piped ? targets.Find(new RunIdentity(piped))
        : fields.Run is not null ? targets.Find(RunOf(fields), RecordOrigins.Of(input!))
        : fields.Value is null && input is not null && ForeignRecord.Is<Run>(input) ? targets.Find(new RunIdentity(input))
        : targets.Find(null);

    private static object RunOf(in PointFields fields) =>
        NullCheck.IsNullOrBlank(fields.Run) ? throw NullErrors.Argument(nameof(fields.Run), "is null or blank") : fields.Run!;

    // Most objects of a pipeline belong to the same series, whose name is parsed only once.
    private (string Key, string? Label) SeriesOf(string name, string? label)
    {
        if (name == lastName && label == lastLabel) return lastSeries;
        (lastName, lastLabel) = (name, label);
        return lastSeries = SeriesName.Parse(name, label);
    }

    /// <summary>Reads a goal; <see langword="null"/> for every kind of null.</summary>
    /// <exception cref="TrackerException"><c>UnsupportedValue</c>.</exception>
    internal static MetricGoal? GoalOf(object? value) => value is null ? null : PlainValue.Of(value) switch
    {
        null => null,
        MetricGoal goal => goal,
        string text when NumberText.Read(text, out _) is not null && LanguagePrimitives.TryConvertTo(text, out MetricGoal named) => named,
        _ => throw RunErrors.UnsupportedValue("Goal", value, "the goal is Minimize or Maximize"),
    };

    /// <summary>Returns the value of the parameter, or the result of its script block; without a parameter that of the property.</summary>
    internal static object? Pick(object? parameter, object? property, PSObject? input) =>
        parameter is null ? property
        : DeferredAttribute.IsDeferred(parameter) ? DeferredAttribute.Resolve(parameter, input)
        : parameter is Array { Length: 1 } one ? one.GetValue(0)
        : parameter;
}
