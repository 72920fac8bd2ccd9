namespace ExperimentTracker.Contracts.Catalog;

/// <summary>A trial to create.</summary>
public sealed record TrialDraft
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What is tried.</summary>
    public string? Description { get; init; }

    /// <summary>Its configuration, a value of the domain (see <see cref="NamedValues"/>).</summary>
    public object? Config { get; init; }

    /// <summary>When it started, in UTC ticks; <see langword="null"/> for when it is created.</summary>
    public long? StartedAt { get; init; }
}
