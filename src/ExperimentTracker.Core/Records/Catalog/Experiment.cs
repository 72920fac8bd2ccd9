using System.Text.Json;
using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>A named group of runs within a project.</summary>
public sealed record Experiment
{
    /// <summary>The name of the experiment that runs belong to when none is given.</summary>
    public const string DefaultName = "Default";

    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; unique among the live experiments of its project, ignoring case.</summary>
    public required string Name { get; init; }

    /// <summary>The id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The name of its project.</summary>
    [Derived]
    public required string Project { get; init; }

    /// <summary>The description, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>The configuration: an object (<see cref="NamedValues"/>), a list or a single value; or <see langword="null"/>.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The id of its primary dataset, or <see langword="null"/>.</summary>
    [Derived]
    public string? DatasetId { get; init; }

    /// <summary>The name of its primary dataset, or <see langword="null"/>.</summary>
    [Derived]
    public string? Dataset { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it or one of its runs was last changed, in local time.</summary>
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

    /// <summary>When its newest run was created, in local time, or <see langword="null"/> if it has no runs.</summary>
    [Derived]
    public DateTime? LastRunAt { get; init; }

    /// <summary><see cref="LastRunAt"/> in UTC.</summary>
    public DateTime? LastRunAtUtc => LastRunAt?.ToUniversalTime();

    /// <summary>The tags; a bare tag has no value.</summary>
    [Derived]
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(Experiment? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
