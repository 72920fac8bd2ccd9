using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>
/// A series of a run, identified by a key and an optional label, with its statistics. Min, max and mean ignore NaN, which is counted separately.
/// </summary>
public sealed record Metric
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The key, such as <c>val/loss</c>.</summary>
    public required string Key { get; init; }

    /// <summary>A subdivision of the key, such as a class: <c>setosa</c>; or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The unit of the values, or <see langword="null"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal, or <see langword="null"/> if none was set.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The number of points, NaN included.</summary>
    public required long Count { get; init; }

    /// <summary>The number of points whose value is NaN.</summary>
    public long NaNCount { get; init; }

    /// <summary>The lowest step.</summary>
    public long FirstStep { get; init; }

    /// <summary>The value at the lowest step; if several points have this step, the earliest.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double First { get; init; }

    /// <summary>The highest step.</summary>
    public long LastStep { get; init; }

    /// <summary>The value at the highest step; if several points have this step, the latest.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Last { get; init; }

    /// <summary>When the point at <see cref="Last"/> was measured, in local time.</summary>
    public DateTime LastAt { get; init; }

    /// <summary><see cref="LastAt"/> in UTC.</summary>
    public DateTime LastAtUtc => LastAt.ToUniversalTime();

    /// <summary>The lowest value, or <see langword="null"/> when every value is NaN.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Min { get; init; }

    /// <summary>The lowest step with the value <see cref="Min"/>.</summary>
    public long? MinStep { get; init; }

    /// <summary>The highest value, or <see langword="null"/> when every value is NaN.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Max { get; init; }

    /// <summary>The highest step with the value <see cref="Max"/>.</summary>
    public long? MaxStep { get; init; }

    /// <summary>The arithmetic mean of the values that are not NaN, or <see langword="null"/> when every value is.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Mean { get; init; }

    /// <summary>The key, followed by the label in brackets if there is one: <c>accuracy[setosa]</c>.</summary>
    public string Name => NameOf(Key, Label);

    /// <summary>The best value according to the goal: <see cref="Min"/> or <see cref="Max"/>; <see langword="null"/> without a goal.</summary>
    [JsonIgnore]
    public double? Best => Goal switch { MetricGoal.Minimize => Min, MetricGoal.Maximize => Max, _ => null };

    /// <summary>The name of a series: the key, followed by the label in brackets if there is one.</summary>
    public static string NameOf(string key, string? label) => string.IsNullOrEmpty(label) ? key : $"{key}[{label}]";

    /// <summary>Splits the name of a series: <c>accuracy[setosa]</c> is the key accuracy with the label setosa.</summary>
    public static (string Key, string? Label) Split(string name)
    {
        int open = name.IndexOf('[', StringComparison.Ordinal);
        return open > 0 && name.EndsWith(']') && open < name.Length - 2 ? (name[..open], name[(open + 1)..^1]) : (name, null);
    }

    /// <summary>The last value, the number of points and their range.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Last} ({Count} point{(Count == 1 ? "" : "s")}, {Min} to {Max})");
}
