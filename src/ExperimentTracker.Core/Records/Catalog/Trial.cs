using System.Text.Json;
using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>One configuration of an experiment, tried in any number of runs.</summary>
public sealed record Trial
{
    /// <summary>The name of the trial that runs without one belong to. It has no record of its own.</summary>
    public const string DefaultName = "default";

    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; unique among the live trials of its experiment, without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name of its experiment.</summary>
    [Derived]
    public required string Experiment { get; init; }

    /// <summary>The name of its project.</summary>
    [Derived]
    public required string Project { get; init; }

    /// <summary>What is tried, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>Its configuration: an object as it was given (<see cref="NamedValues"/>), a list or a single value; or <see langword="null"/>.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>When it started, in local time: as it was given, or else when it was created.</summary>
    [Derived]
    public required DateTime StartedAt { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary>The number of its live runs.</summary>
    [Derived]
    public long RunCount { get; init; }

    /// <summary>The form of the id that people type.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>The experiment and the name: <c>iris/lr-0.1</c>.</summary>
    public string Path => $"{Experiment}/{Name}";

    /// <summary>The id of an experiment's default trial, as the tables for queries by hand have it.</summary>
    public static string DefaultIdOf(string experimentId) => $"{experimentId}/{DefaultName}";

    /// <summary>Equal when they say the same; lists within them are compared by element, which the compiler's own comparison does not do.</summary>
    public bool Equals(Trial? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
