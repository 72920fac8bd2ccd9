using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>A typed, write-once parameter of a run.</summary>
public sealed record RunParameter
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The name, as it was first written.</summary>
    public required string Name { get; init; }

    /// <summary>The type that the value is stored as.</summary>
    public required ParameterType Type { get; init; }

    /// <summary>The value, of the .NET type that corresponds to <see cref="Type"/>.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Value { get; init; }

    /// <summary>Equal by run, name, type and value (NaN equals NaN).</summary>
    public bool Equals(RunParameter? other) =>
        other is not null && RunId == other.RunId && Name == other.Name && Type == other.Type && NamedValues.SameValue(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RunId, Name, Type);

    /// <summary><c>name=value</c>.</summary>
    public override string ToString() => $"{Name}={ValueText.Format(Value)}";
}
