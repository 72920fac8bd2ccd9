using System.Text.Json;
using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>One configuration of an experiment, executed by any number of runs.</summary>
public sealed record Trial
{
    /// <summary>The name of the trial that contains runs without one. It has no record.</summary>
    public const string DefaultName = "default";

    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; unique among the live trials of its experiment, ignoring case.</summary>
    public required string Name { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name of its experiment.</summary>
    [Derived]
    public required string Experiment { get; init; }

    /// <summary>The name of its project.</summary>
    [Derived]
    public required string Project { get; init; }

    /// <summary>The description, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>The configuration: an object (<see cref="NamedValues"/>), a list or a single value; or <see langword="null"/>.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The start time that was given, or else when it was created; in local time.</summary>
    [Derived]
    public required DateTime StartedAt { get; init; }

    /// <summary><see cref="StartedAt"/> in UTC.</summary>
    public DateTime StartedAtUtc => StartedAt.ToUniversalTime();

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary><see cref="UpdatedAt"/> in UTC.</summary>
    public DateTime UpdatedAtUtc => UpdatedAt.ToUniversalTime();

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary><see cref="RemovedAt"/> in UTC.</summary>
    public DateTime? RemovedAtUtc => RemovedAt?.ToUniversalTime();

    /// <summary>The number of its live runs.</summary>
    [Derived]
    public long RunCount { get; init; }

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>The experiment and the name: <c>iris/lr-0.1</c>.</summary>
    public string Path => $"{Experiment}/{Name}";

    /// <summary>The id of an experiment's default trial, as in the views of the schema.</summary>
    public static string DefaultIdOf(string experimentId) => $"{experimentId}/{DefaultName}";

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(Trial? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
