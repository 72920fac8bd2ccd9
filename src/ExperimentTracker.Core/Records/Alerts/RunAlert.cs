using System.Text.Json;

namespace ExperimentTracker;

/// <summary>An alert: what Watch-ExperimentStore watches a store for, and how it tells it. Alerts stay in their store: exports and merges do not have them.</summary>
public sealed record RunAlert : AlertDefinition
{
    /// <summary>Creates an alert without a definition.</summary>
    public RunAlert()
    {
    }

    /// <summary>Creates an alert from its definition.</summary>
    public RunAlert(AlertDefinition definition)
        : base(definition)
    {
    }

    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name, unique in the store without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the experiment whose runs it watches, or <see langword="null"/> for all.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The name of that experiment.</summary>
    [Derived]
    public string? Experiment { get; init; }

    /// <summary>Whether watchers watch it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When it was registered, in local time. What was so before is not told.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>The time, in local time, up to which changes of runs have been looked at.</summary>
    [Derived]
    public required DateTime LookedAt { get; init; }

    /// <summary><see cref="LookedAt"/> in UTC.</summary>
    public DateTime LookedAtUtc => LookedAt.ToUniversalTime();

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(RunAlert? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
