using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>When an alert fires and how it is told.</summary>
public record AlertDefinition
{
    /// <summary>What it tells; one of them is enough.</summary>
    [JsonConverter(typeof(AlertConditionsConverter))]
    public IReadOnlyList<AlertCondition> Condition { get; init; } = [];

    /// <summary>How long a run has been silent when it counts as stalled.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>The metric that is compared with the baseline, or that must be a number; <see langword="null"/> for all metrics.</summary>
    public string? Metric { get; init; }

    /// <summary>How much worse than the baseline the metric can be, in its own unit.</summary>
    public double? Tolerance { get; init; }

    /// <summary>How much worse than the baseline the metric can be, as a fraction of it. The larger of the two applies.</summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>The number of successful runs before the run that are the baseline; their mean counts.</summary>
    public int? BaselineLast { get; init; }

    /// <summary>The free space of a disk, in bytes, below which it is low.</summary>
    public long? Below { get; init; }

    /// <summary>The filter: an expression as in <c>Get-Run -Filter</c>, as text.</summary>
    public string? Filter { get; init; }

    /// <summary>The text of the script block that decides.</summary>
    public string? When { get; init; }

    /// <summary>How it is told, besides the objects that Watch-ExperimentStore returns.</summary>
    public IReadOnlyList<AlertDelivery> Delivery { get; init; } = [];

    /// <summary>Whether it also tells what was so before it was registered.</summary>
    public bool IncludesExisting { get; init; }

    /// <summary>Whether it has a script block, as its condition or its action, which a watcher runs only when it is told to.</summary>
    [JsonIgnore]
    public bool HasScript => When is not null || Delivery.Any(delivery => delivery.Channel == AlertChannel.Action);
}
