using System.Text.Json;

namespace ExperimentTracker;

/// <summary>A version of a model.</summary>
public sealed record ModelVersion
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its model.</summary>
    [Derived]
    public required string ModelId { get; init; }

    /// <summary>The name of its model.</summary>
    [Derived]
    public required string Model { get; init; }

    /// <summary>The name of its project.</summary>
    [Derived]
    public required string Project { get; init; }

    /// <summary>The number, from 1, never reused within the model.</summary>
    public required long Version { get; init; }

    /// <summary>The stage.</summary>
    public required ModelStage Stage { get; init; }

    /// <summary>The id of the run that produced it, or <see langword="null"/>.</summary>
    public string? RunId { get; init; }

    /// <summary>The path of that run: <c>experiment/012</c>.</summary>
    [Derived]
    public string? Run { get; init; }

    /// <summary>The id of the artifact that holds its bytes, or <see langword="null"/>.</summary>
    public string? ArtifactId { get; init; }

    /// <summary>The key of that artifact.</summary>
    [Derived]
    public string? Artifact { get; init; }

    /// <summary>The description, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>The aliases of the version.</summary>
    [Derived]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The tags; a bare tag has no value.</summary>
    [Derived]
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The id of the store in which the version had another number before a merge, or <see langword="null"/>.</summary>
    public string? OriginStoreId { get; init; }

    /// <summary>The number in that store.</summary>
    public long? OriginVersion { get; init; }

    /// <summary>When it was registered, in local time.</summary>
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

    /// <summary>The model and the number: <c>iris/3</c>.</summary>
    public string Path => $"{Model}/{Version}";

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(ModelVersion? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
