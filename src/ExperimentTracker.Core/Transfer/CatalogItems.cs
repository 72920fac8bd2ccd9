using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>A record that has an id, and a name that meets the same name elsewhere.</summary>
public abstract record TransferNamed : TransferItem
{
    /// <summary>The id.</summary>
    [JsonPropertyOrder(-2)]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [JsonPropertyOrder(-1)]
    public required string Name { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it was removed, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }
}

/// <summary>A project.</summary>
public sealed record TransferProject : TransferNamed
{
    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<TransferTag> Tags { get; init; } = [];
}

/// <summary>An experiment.</summary>
public sealed record TransferExperiment : TransferNamed
{
    /// <summary>The id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<TransferTag> Tags { get; init; } = [];

    /// <summary>Its configuration.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The id of its primary dataset.</summary>
    public string? PrimaryDatasetId { get; init; }

    /// <summary>The ids of all its datasets.</summary>
    public IReadOnlyList<string> DatasetIds { get; init; } = [];

    /// <summary>The next numbers of its runs.</summary>
    public IReadOnlyList<TransferCounter> NextNumbers { get; init; } = [];
}

/// <summary>The next number of a run.</summary>
/// <param name="Namespace">The namespace it is counted in; <c>''</c> is the root.</param>
/// <param name="Next">The number.</param>
public sealed record TransferCounter(string Namespace, long Next);

/// <summary>A trial.</summary>
public sealed record TransferTrial : TransferNamed
{
    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>What is tried.</summary>
    public string? Description { get; init; }

    /// <summary>Its configuration.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>When it started, if that was given.</summary>
    public DateTime? StartedAt { get; init; }
}

/// <summary>A dataset.</summary>
public sealed record TransferDataset : TransferNamed
{
    /// <summary>The size, in <see cref="SizeUnit"/>.</summary>
    public long? Size { get; init; }

    /// <summary>What the size counts.</summary>
    public string? SizeUnit { get; init; }

    /// <summary>Where it is.</summary>
    public string? Location { get; init; }

    /// <summary>Its digest.</summary>
    public string? Digest { get; init; }

    /// <summary>Its configuration.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>The types of its encoders.</summary>
    public IReadOnlyList<string> EncoderTypes { get; init; } = [];
}

/// <summary>An encoder, known by its type.</summary>
public sealed record TransferEncoder : TransferItem
{
    /// <summary>The type.</summary>
    public required string Type { get; init; }

    /// <summary>Its configuration.</summary>
    [JsonConverter(typeof(DomainValueJsonConverter))]
    public object? Config { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it was removed, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }
}
