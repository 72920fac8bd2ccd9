using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>The points of one series as arrays, in step order. Points of the same step are in the order they were written.</summary>
public sealed class MetricSeries
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The path of the run, for display: <c>experiment/012</c>.</summary>
    public string? Run { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The label, or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The unit of the values, or <see langword="null"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal, or <see langword="null"/>.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The steps, ascending.</summary>
    public required long[] Steps { get; init; }

    /// <summary>The values, one per step.</summary>
    public required double[] Values { get; init; }

    /// <summary>When the points were measured, as UTC ticks of 100 ns, one per step.</summary>
    internal long[] Ticks { get; init; } = [];

    /// <summary>When the points were measured, in local time, one per step. Each call creates a new array.</summary>
    public DateTime[] Timestamps
    {
        get
        {
            var local = new LocalTimes();
            var timestamps = new DateTime[Ticks.Length];
            for (int i = 0; i < timestamps.Length; i++) timestamps[i] = local.Of(Ticks[i]);
            return timestamps;
        }
    }

    /// <summary><see cref="Timestamps"/> in UTC. Each call creates a new array.</summary>
    public DateTime[] TimestampsUtc => Array.ConvertAll(Ticks, ticks => new DateTime(ticks, DateTimeKind.Utc));

    /// <summary>The number of points.</summary>
    public int Count => Steps.Length;

    /// <summary>The key, followed by the label in brackets if there is one.</summary>
    public string Name => Metric.NameOf(Key, Label);

    /// <summary>The curve in one line of text: <c>█▅▃▂▂▁▁▁</c> (see <see cref="Sparklines"/>).</summary>
    [JsonIgnore]
    public string Sparkline => Sparklines.Draw(Values);

    /// <summary>Creates a series from columns of equal length.</summary>
    public static MetricSeries Create(Metric metric, string? run, long[] steps, double[] values, long[] utcTicks) => new()
    {
        RunId = metric.RunId,
        Run = run,
        Key = metric.Key,
        Label = metric.Label,
        Unit = metric.Unit,
        Goal = metric.Goal,
        Steps = steps,
        Values = values,
        Ticks = utcTicks,
    };

    /// <summary>Enumerates the points.</summary>
    public IEnumerable<MetricPoint> Points()
    {
        var local = new LocalTimes();
        for (int i = 0; i < Steps.Length; i++)
        {
            yield return new MetricPoint
            {
                RunId = RunId,
                Key = Key,
                Label = Label,
                Step = Steps[i],
                Value = Values[i],
                Timestamp = local.Of(Ticks[i]),
            };
        }
    }

    /// <summary>Creates a series of the points at the given positions.</summary>
    public MetricSeries Pick(int[] positions) => new()
    {
        RunId = RunId,
        Run = Run,
        Key = Key,
        Label = Label,
        Unit = Unit,
        Goal = Goal,
        Steps = Array.ConvertAll(positions, i => Steps[i]),
        Values = Array.ConvertAll(positions, i => Values[i]),
        Ticks = Array.ConvertAll(positions, i => Ticks[i]),
    };

    /// <summary>The name and the number of points.</summary>
    public override string ToString() => $"{Name} ({Count} points)";
}
