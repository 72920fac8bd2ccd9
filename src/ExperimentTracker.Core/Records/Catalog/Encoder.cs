using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>A way to encode data, identified by its type.</summary>
public sealed record Encoder
{
    /// <summary>The type, such as <c>BERT</c> or <c>One-Hot</c>; unique in the store, ignoring case.</summary>
    public required string Type { get; init; }

    /// <summary>The configuration: an object (<see cref="NamedValues"/>), a list or a single value; or <see langword="null"/>.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The names of the live datasets that it encodes.</summary>
    [Derived]
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>When it was registered, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary><see cref="UpdatedAt"/> in UTC.</summary>
    public DateTime UpdatedAtUtc => UpdatedAt.ToUniversalTime();

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(Encoder? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Type);

    /// <summary>The type.</summary>
    public override string ToString() => Type;
}
