using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>One point of a series.</summary>
public sealed record MetricPoint
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The label, or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The step, 0 … 2⁶³−1.</summary>
    public required long Step { get; init; }

    /// <summary>The value; NaN, ±Infinity and −0 are stored exactly.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public required double Value { get; init; }

    /// <summary>When it was measured, in local time with a precision of 100 ns.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary><see cref="Timestamp"/> in UTC.</summary>
    public DateTime TimestampUtc => Timestamp.ToUniversalTime();

    /// <summary>The name of the series, step and value.</summary>
    public override string ToString() => $"{Metric.NameOf(Key, Label)}@{Step}={ValueText.Format(Value)}";
}
