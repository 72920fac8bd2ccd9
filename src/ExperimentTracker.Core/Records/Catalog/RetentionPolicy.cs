using System.Globalization;
using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>
/// Which runs of an experiment are kept when the store is optimized. A run is kept if one of the rules keeps it. Other runs are removed, or only their artifacts. A policy is kept as the
/// tag <c>retention</c> of its experiment, so it goes wherever the experiment goes.
/// </summary>
public sealed record RetentionPolicy
{
    /// <summary>The id of the experiment.</summary>
    [JsonIgnore]
    public string ExperimentId { get; init; } = "";

    /// <summary>The name of the experiment.</summary>
    [JsonIgnore]
    public string Experiment { get; init; } = "";

    /// <summary>The number of best runs to keep, by <see cref="Metric"/>; or <see langword="null"/>.</summary>
    public int? KeepBest { get; init; }

    /// <summary>The name of the metric that says which runs are the best, by its goal; or <see langword="null"/>.</summary>
    public string? Metric { get; init; }

    /// <summary>The number of newest runs to keep; or <see langword="null"/>.</summary>
    public int? KeepLast { get; init; }

    /// <summary>How long runs are kept after they ended; or <see langword="null"/>.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>Whether only the artifacts of runs are removed.</summary>
    public bool ArtifactsOnly { get; init; }

    /// <summary>The policy as a phrase: <c>keep the best 3 by loss, the last 20, and runs of the last 30 days</c>.</summary>
    public override string ToString()
    {
        string[] kept =
        [
            .. KeepBest is { } best ? [Invariant($"the best {best} by {Metric}")] : Array.Empty<string>(),
            .. KeepLast is { } last ? [Invariant($"the last {last}")] : Array.Empty<string>(),
            .. OlderThan is { } age ? [$"what ended in the last {AgeOf(age)}"] : Array.Empty<string>(),
        ];
        string list = kept.Length < 2 ? string.Concat(kept) : $"{string.Join(", ", kept[..^1])} and {kept[^1]}";
        return $"keep {list}{(ArtifactsOnly ? "; of other runs remove the artifacts" : "")}";

        static string AgeOf(TimeSpan age) => age.Ticks % TimeSpan.TicksPerDay == 0 ? Invariant($"{age.Days} days") : $"{age}";

        static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
