using System.Text.Json.Serialization;

namespace ExperimentTracker.Transfer;

/// <summary>A series of a run. Its points are read when they are first asked for; ask before the next record is taken.</summary>
public sealed record TransferSeries
{
    private readonly Lazy<TransferPoints> points = new(TransferPoints.None);

    /// <summary>Makes a series that has its points.</summary>
    public TransferSeries()
    {
    }

    /// <summary>Makes a series that reads its points when they are needed.</summary>
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

    /// <summary>What is known of the points without reading them, or <see langword="null"/>.</summary>
    [JsonIgnore]
    public Metric? Summary { get; init; }

    /// <summary>The name of the series.</summary>
    [JsonIgnore]
    public string Name => Metric.NameOf(Key, Label);
}

/// <summary>Points as columns of equal length, in step order; those of one step in the order they were written.</summary>
public sealed record TransferPoints
{
    /// <summary>No points.</summary>
    public static TransferPoints None { get; } = new() { FirstAt = DateTime.UnixEpoch, Ticks = [], Steps = [], Values = [] };

    /// <summary>The moment that <see cref="Ticks"/> count from.</summary>
    public required DateTime FirstAt { get; init; }

    /// <summary>The steps.</summary>
    public required long[] Steps { get; init; }

    /// <summary>The values.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public required double[] Values { get; init; }

    /// <summary>The times: 100 ns after <see cref="FirstAt"/>, possibly negative.</summary>
    public required long[] Ticks { get; init; }

    /// <summary>Makes columns of points whose times are ticks in UTC.</summary>
    public static TransferPoints Create(long[] steps, double[] values, long[] utcTicks)
    {
        if (steps.Length == 0) return None;
        long first = utcTicks[0];
        return new() { FirstAt = new DateTime(first, DateTimeKind.Utc), Steps = steps, Values = values, Ticks = Array.ConvertAll(utcTicks, t => t - first) };
    }

    /// <summary>The times as ticks in UTC.</summary>
    public long[] UtcTicks()
    {
        long first = ExperimentTracker.Values.UtcTicks.From(FirstAt);
        return Array.ConvertAll(Ticks, t => first + t);
    }

    /// <summary>Refuses columns that are no points.</summary>
    /// <param name="owner">Whose they are, for the error.</param>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>: they differ in length, or a time is outside of the calendar.</exception>
    public void Check(string owner)
    {
        if (Steps.Length != Values.Length || Steps.Length != Ticks.Length) throw TransferErrors.RecordInvalid(owner, "it has not as many steps, values and ticks.");
        long first = ExperimentTracker.Values.UtcTicks.From(FirstAt);
        if (Array.Exists(Ticks, t => t < -first || t > DateTime.MaxValue.Ticks - first)) throw TransferErrors.RecordInvalid(owner, "a time in it is not of the years 1 to 9999.");
    }
}
