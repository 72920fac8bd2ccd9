using System.Text.Json;
using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>Data that experiments use: its location, size and configuration.</summary>
public sealed record Dataset
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; unique among the live datasets of the store, ignoring case.</summary>
    public required string Name { get; init; }

    /// <summary>The size, in <see cref="SizeUnit"/>; or <see langword="null"/>.</summary>
    public long? Size { get; init; }

    /// <summary>The unit of the size: <c>rows</c>, <c>images</c>, <c>bytes</c>; or <see langword="null"/>.</summary>
    public string? SizeUnit { get; init; }

    /// <summary>The location: a path or a URL; or <see langword="null"/>.</summary>
    public string? Location { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, or <see langword="null"/>.</summary>
    public string? Digest { get; init; }

    /// <summary>The configuration: an object (<see cref="NamedValues"/>), a list or a single value; or <see langword="null"/>.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The names of the live experiments that use it.</summary>
    [Derived]
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>The types of the encoders that encode it.</summary>
    [Derived]
    public IReadOnlyList<string> Encoders { get; init; } = [];

    /// <summary>When it was registered, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary><see cref="UpdatedAt"/> in UTC.</summary>
    public DateTime UpdatedAtUtc => UpdatedAt.ToUniversalTime();

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(Dataset? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
