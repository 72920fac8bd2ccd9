namespace ExperimentTracker.Charts;

/// <summary>The horizontal axis: maps a point to its position between the first and the last one.</summary>
internal abstract class PointAxis(long first, long last)
{
    /// <summary>The quantity on the axis, and its unit.</summary>
    public abstract string Title { get; }

    /// <summary>The coordinate of the first point.</summary>
    protected long First => first;

    /// <summary>The coordinate of the last point.</summary>
    protected long Last => last;

    /// <summary>Creates the axis for steps, UTC ticks or ticks since a start time.</summary>
    public static PointAxis Over(ChartXAxis kind, long first, long last) => kind switch
    {
        ChartXAxis.Time => new TimeAxis(first, last),
        ChartXAxis.Elapsed => new ElapsedAxis(first, last),
        _ => new StepAxis(first, last),
    };

    /// <summary>The position of a point: 0 at the left, 1 at the right; a single point is in the middle.</summary>
    public double ShareOf(long x) => first == last ? 0.5 : (double)(x - first) / (last - first);

    /// <summary>Returns about this number of labelled positions, from left to right.</summary>
    public abstract AxisTick[] Ticks(int count, IFormatProvider culture);
}

/// <summary>An axis of steps.</summary>
internal sealed class StepAxis(long first, long last) : PointAxis(first, last)
{
    /// <inheritdoc/>
    public override string Title => "step";

    /// <inheritdoc/>
    public override AxisTick[] Ticks(int count, IFormatProvider culture)
    {
        long step = (long)Math.Clamp(NiceNumbers.StepFor(((double)Last - First) / count), 1, 5e18);
        var places = new List<long>();
        for (long at = First + ((step - (First % step)) % step); at >= First && at <= Last; at += step) places.Add(at);
        if (places.Count == 0) places.Add(First);
        return [.. places.Zip(NiceNumbers.Labels([.. places], culture), (at, label) => new AxisTick(ShareOf(at), label))];
    }
}

/// <summary>An axis of elapsed time, in a unit that suits its length.</summary>
internal sealed class ElapsedAxis : PointAxis
{
    private readonly (long Ticks, string Name) unit;

    /// <summary>Creates an axis over ticks of 100 ns.</summary>
    public ElapsedAxis(long first, long last)
        : base(first, last) => unit = TimeSpan.FromTicks(last - first) switch
    {
        { TotalDays: > 3 } => (TimeSpan.TicksPerDay, "days"),
        { TotalHours: > 3 } => (TimeSpan.TicksPerHour, "hours"),
        { TotalMinutes: > 3 } => (TimeSpan.TicksPerMinute, "minutes"),
        { TotalSeconds: > 1 } or { Ticks: 0 } => (TimeSpan.TicksPerSecond, "seconds"),
        _ => (TimeSpan.TicksPerMillisecond, "milliseconds"),
    };

    /// <inheritdoc/>
    public override string Title => unit.Name;

    /// <inheritdoc/>
    public override AxisTick[] Ticks(int count, IFormatProvider culture)
    {
        double from = First / (double)unit.Ticks, to = Last / (double)unit.Ticks;
        (double[] values, double step) = from < to ? NiceNumbers.Between(from, to, count) : ([from], 1);
        return [.. values.Zip(NiceNumbers.Labels(values, step, culture), (v, label) => new AxisTick(from < to ? (v - from) / (to - from) : 0.5, label))];
    }
}
