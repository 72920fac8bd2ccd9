using ExperimentTracker.Binding;
using ExperimentTracker.Values;

namespace ExperimentTracker.Points;

/// <summary>Reads the fields of a point of a metric. Each of its errors names the field and the metric.</summary>
/// <param name="key">The key of the metric.</param>
internal readonly struct PointFieldReader(string key)
{
    /// <summary>Reads the value; a duration sets the unit.</summary>
    /// <exception cref="TrackerException"><c>UnsupportedValue</c>.</exception>
    public double Value(object? value, ref string? unit)
    {
        if (MetricValue.Read(value, out double number, out bool isDuration) is { } why) throw Problem(new(ValueKind.Number, value, null, why), "value");
        if (isDuration) unit = MetricValue.UnitOf(key, areDurations: true, unit);
        return number;
    }

    /// <summary>Reads one value or a list of values.</summary>
    /// <exception cref="TrackerException"><c>UnsupportedValue</c>.</exception>
    public double[] Values(object? value) => MetricValue.ReadAll(value, out double[] numbers) is { } problem ? throw Problem(problem, "value") : numbers;

    /// <summary>Reads the step.</summary>
    /// <exception cref="TrackerException"><c>InvalidStep</c>.</exception>
    public long Step(object? value) =>
        IntegerReader.Read(value, out long step) is { } why ? throw Problem(new(ValueKind.Step, value, null, why), "step") : step;

    /// <summary>Reads one step or a list of steps.</summary>
    /// <exception cref="TrackerException"><c>InvalidStep</c>.</exception>
    public long[] Steps(object? value) =>
        ValueList.Read<long>(value, ValueKind.Step, IntegerReader.Read, out long[] steps) is { } problem ? throw Problem(problem, "step") : steps;

    /// <summary>Reads the time, in UTC ticks.</summary>
    /// <exception cref="TrackerException"><c>InvalidTimestamp</c>.</exception>
    public long Tick(object? value) =>
        TimeReader.Read(value, out DateTime time) is { } why ? throw Problem(new(ValueKind.Time, value, null, why), "timestamp") : UtcTicks.From(time);

    /// <summary>Reads one time or a list of times, in UTC ticks.</summary>
    /// <exception cref="TrackerException"><c>InvalidTimestamp</c>.</exception>
    public long[] Ticks(object? value) => ValueList.Read<DateTime>(value, ValueKind.Time, TimeReader.Read, out DateTime[] times) is { } problem
        ? throw Problem(problem, "timestamp")
        : Array.ConvertAll(times, UtcTicks.From);

    private TrackerException Problem(ValueProblem problem, string field) => problem.At($"The {field} of metric '{key}'", key);
}
