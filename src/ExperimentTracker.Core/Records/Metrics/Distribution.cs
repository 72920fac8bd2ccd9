using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>
/// How the values of something were distributed at a step of a run, such as the weights of a layer: a histogram with the statistics of the values. A
/// distribution is added to its series like a point to a metric; several can have the same step.
/// </summary>
public sealed record Distribution
{
    /// <summary>The id of the run.</summary>
    [Derived]
    public required string RunId { get; init; }

    /// <summary>The path of the run: <c>experiment/012</c>.</summary>
    [Derived]
    public required string Run { get; init; }

    /// <summary>The key, such as <c>layer1/weights</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The step, 0 … 2⁶³−1.</summary>
    public required long Step { get; init; }

    /// <summary>When it was measured, in local time with a precision of 100 ns.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary><see cref="Timestamp"/> in UTC.</summary>
    public DateTime TimestampUtc => Timestamp.ToUniversalTime();

    /// <summary>The number of values, including those that are NaN or infinite.</summary>
    public required long Count { get; init; }

    /// <summary>The number of values that are NaN; they are in no bin.</summary>
    public long NaNCount { get; init; }

    /// <summary>The number of values that are +∞ or −∞; they are in no bin.</summary>
    public long InfiniteCount { get; init; }

    /// <summary>The number of finite values that are below the first or above the last edge.</summary>
    public long OutsideCount => Count - NaNCount - InfiniteCount - Counts.Sum();

    /// <summary>The lowest finite value; <see langword="null"/> if there is none, or if it is not known because the values came in bins.</summary>
    public double? Min { get; init; }

    /// <summary>The highest finite value; <see langword="null"/> if there is none, or if it is not known because the values came in bins.</summary>
    public double? Max { get; init; }

    /// <summary>The sum of the finite values; <see langword="null"/> if there is none, or if it is not known because the values came in bins.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Sum { get; init; }

    /// <summary>The sum of the squares of the finite values; <see langword="null"/> if there is none, or if it is not known.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? SumOfSquares { get; init; }

    /// <summary>The arithmetic mean of the finite values; <see langword="null"/> if there is none, or if it is not known.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Mean { get; init; }

    /// <summary>The sample standard deviation of the finite values, with the divisor n − 1; for at least two values.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? StandardDeviation { get; init; }

    /// <summary>
    /// The edges of the bins in ascending order, one more than there are bins; none if no value was finite. A bin includes its lower edge and not its upper
    /// one, but the last bin includes both.
    /// </summary>
    public IReadOnlyList<double> Edges { get; init; } = [];

    /// <summary>The number of values in each bin.</summary>
    public IReadOnlyList<long> Counts { get; init; } = [];

    /// <summary>Whether the other distribution has the same values in all properties, edges and counts.</summary>
    public bool Equals(Distribution? other) => other is not null && Scalars == other.Scalars && Edges.SequenceEqual(other.Edges) && Counts.SequenceEqual(other.Counts);

    /// <summary>Whether the other distribution was measured at the same time and has the same values, whatever its run is called.</summary>
    internal bool SameAs(Distribution other) => UtcTicks.From(Timestamp) == UtcTicks.From(other.Timestamp) && Equals(other with { RunId = RunId, Run = Run, Key = Key, Timestamp = Timestamp });

    /// <inheritdoc/>
    public override int GetHashCode() => Scalars.GetHashCode();

    // A list equals another list only if it is the same object.
    private (string, string, string, long, DateTime, (long, long, long), (double?, double?, double?, double?, double?, double?)) Scalars =>
        (RunId, Run, Key, Step, Timestamp, (Count, NaNCount, InfiniteCount), (Min, Max, Sum, SumOfSquares, Mean, StandardDeviation));

    /// <summary>The key, the step, and the number and range of the values.</summary>
    public override string ToString() => $"{Key}@{Step}: {Count} values, {ValueText.Format(Min)} to {ValueText.Format(Max)}";
}
