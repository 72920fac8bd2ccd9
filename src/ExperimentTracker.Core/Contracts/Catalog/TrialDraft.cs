namespace ExperimentTracker.Contracts.Catalog;

/// <summary>A trial to create.</summary>
public sealed record TrialDraft
{
    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The configuration; see <see cref="NamedValues"/> for the supported types.</summary>
    public object? Config { get; init; }

    /// <summary>The start time in UTC ticks; <see langword="null"/> for the time of creation.</summary>
    public long? StartedAt { get; init; }
}
