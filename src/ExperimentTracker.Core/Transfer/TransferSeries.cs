using System.Text.Json.Serialization;

namespace ExperimentTracker.Transfer;

/// <summary>A series of a run. Its points are loaded on first use, which must be before the next record is read.</summary>
public sealed record TransferSeries
{
    private readonly Lazy<TransferPoints> points = new(TransferPoints.None);

    /// <summary>Creates a series with points.</summary>
    public TransferSeries()
    {
    }

    /// <summary>Creates a series that loads its points on first use.</summary>
    public TransferSeries(Func<TransferPoints> load) => points = new(load);

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The label, or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The unit.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The points in step order.</summary>
    public TransferPoints Points
    {
        get => points.Value;
        init => points = new(value);
    }

    /// <summary>The statistics of the points, available without loading them; or <see langword="null"/>.</summary>
    [JsonIgnore]
    public Metric? Summary { get; init; }

    /// <summary>
    /// The unit in which the source keeps times, in units of 100 ns: 10,000 if it keeps milliseconds. A point is compared with that of another store as far as its source
    /// knows when it was measured.
    /// </summary>
    [JsonIgnore]
    public long TimeUnit { get; init; } = 1;

    /// <summary>The name of the series.</summary>
    [JsonIgnore]
    public string Name => Metric.NameOf(Key, Label);
}

/// <summary>Points as columns of equal length, in step order. Points of the same step are in the order they were written.</summary>
public sealed record TransferPoints
{
    /// <summary>No points.</summary>
    public static TransferPoints None { get; } = new() { FirstAt = DateTime.UnixEpoch, Ticks = [], Steps = [], Values = [] };

    /// <summary>The time that <see cref="Ticks"/> are relative to.</summary>
    public required DateTime FirstAt { get; init; }

    /// <summary>The steps.</summary>
    public required long[] Steps { get; init; }

    /// <summary>The values.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public required double[] Values { get; init; }

    /// <summary>The times in units of 100 ns after <see cref="FirstAt"/>; may be negative.</summary>
    public required long[] Ticks { get; init; }

    /// <summary>Creates columns of points from UTC ticks.</summary>
    public static TransferPoints Create(long[] steps, double[] values, long[] utcTicks)
    {
        if (steps.Length == 0) return None;
        long first = utcTicks[0];
        return new() { FirstAt = new DateTime(first, DateTimeKind.Utc), Steps = steps, Values = values, Ticks = Array.ConvertAll(utcTicks, t => t - first) };
    }

    /// <summary>The times as UTC ticks.</summary>
    public long[] UtcTicks()
    {
        long first = ExperimentTracker.Values.UtcTicks.From(FirstAt);
        return Array.ConvertAll(Ticks, t => first + t);
    }

    /// <summary>Validates the columns.</summary>
    /// <param name="owner">The owner of the points, for error messages.</param>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>: they differ in length, or a time is outside of the years 1 to 9999.</exception>
    public void Check(string owner)
    {
        if (Steps.Length != Values.Length || Steps.Length != Ticks.Length) throw TransferErrors.RecordInvalid(owner, "it does not have the same number of steps, values and ticks.");
        long first = ExperimentTracker.Values.UtcTicks.From(FirstAt);
        if (Array.Exists(Ticks, t => t < -first || t > DateTime.MaxValue.Ticks - first)) throw TransferErrors.RecordInvalid(owner, "a time in it is not in the years 1 to 9999.");
    }
}
