using System.Text.Json;
using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>A question that runs answer: a named group of runs within a project.</summary>
public sealed record Experiment
{
    /// <summary>The name of the experiment that runs belong to when none is given.</summary>
    public const string DefaultName = "Default";

    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name (the documents' <c>title</c>); unique among the live experiments of its project, without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The name of its project.</summary>
    [Derived]
    public required string Project { get; init; }

    /// <summary>What the experiment is about, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>Its configuration: an object as it was given (<see cref="NamedValues"/>), a list or a single value; or <see langword="null"/>.</summary>
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

    /// <summary>When it, or a run of it, was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary>The number of its live runs.</summary>
    [Derived]
    public long RunCount { get; init; }

    /// <summary>When its newest run was created, in local time, or <see langword="null"/> without runs.</summary>
    [Derived]
    public DateTime? LastRunAt { get; init; }

    /// <summary>Its tags; a bare tag has no value.</summary>
    [Derived]
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The form of the id that people type.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>Equal when they say the same; lists within them are compared by element, which the compiler's own comparison does not do.</summary>
    public bool Equals(Experiment? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
