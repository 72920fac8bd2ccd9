using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>Output of a run or an experiment, identified by its key.</summary>
public sealed record Artifact
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of record that owns it: <see cref="RecordType.Run"/> or <see cref="RecordType.Experiment"/>.</summary>
    [Derived]
    public required RecordType OwnerType { get; init; }

    /// <summary>The id of its owner.</summary>
    [Derived]
    public required string OwnerId { get; init; }

    /// <summary>The name of its owner; for a run, the path.</summary>
    [Derived]
    public required string Owner { get; init; }

    /// <summary>The id of the epoch of its run that it belongs to, or <see langword="null"/>.</summary>
    public string? EpochId { get; init; }

    /// <summary>The id of the result of its run that it belongs to, or <see langword="null"/>.</summary>
    public string? ResultId { get; init; }

    /// <summary>The key, such as <c>model.json</c> or <c>plots/loss.png</c>. With the step it is unique within the owner.</summary>
    public required string Key { get; init; }

    /// <summary>The step that it shows, 0 … 2⁶³−1, if it is one of a series by step; or <see langword="null"/>.</summary>
    public long? Step { get; init; }

    /// <summary>The kind of content.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>What it is for, as the user named it (<c>model</c>, <c>plot</c>); or <see langword="null"/>.</summary>
    public string? Type { get; init; }

    /// <summary>The size in bytes, of all files of a folder; <see langword="null"/> when it is not known.</summary>
    public long? Size { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits; for a folder, the digest of its manifest; <see langword="null"/> when it is not known.</summary>
    public string? Digest { get; init; }

    /// <summary>The media type, such as <c>application/json</c>, or <see langword="null"/>.</summary>
    public string? MediaType { get; init; }

    /// <summary>Where the bytes are kept: <c>store</c>, or <c>external</c> when this store does not have them.</summary>
    public required string Backend { get; init; }

    /// <summary>The location of the bytes: a path within the store, or the location that a reference names.</summary>
    public string? Location { get; init; }

    /// <summary>Additional data of the user: an object (<see cref="NamedValues"/>), a list or a single value; or <see langword="null"/>.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The number of files in a folder; 1 for other stored content, 0 for external content.</summary>
    [Derived]
    public long FileCount { get; init; }

    /// <summary>When it was added, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary><see cref="RemovedAt"/> in UTC.</summary>
    public DateTime? RemovedAtUtc => RemovedAt?.ToUniversalTime();

    /// <summary>The backend of bytes that the store keeps.</summary>
    public const string StoreBackend = "store";

    /// <summary>The backend of bytes that are kept elsewhere.</summary>
    public const string ExternalBackend = "external";

    /// <summary>Whether the store keeps the bytes.</summary>
    public bool IsStored => Backend == StoreBackend;

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(Artifact? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The key, and the step if there is one: <c>samples@100</c>.</summary>
    public override string ToString() => Step is { } step ? $"{Key}@{step}" : Key;
}
