namespace ExperimentTracker.Contracts.Models;

/// <summary>A version to register.</summary>
public sealed record ModelVersionDraft
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The id of its model.</summary>
    public required string ModelId { get; init; }

    /// <summary>The id of the run that produced it; of the model's project.</summary>
    public string? RunId { get; init; }

    /// <summary>The id of the artifact that holds its bytes; of the model's project.</summary>
    public string? ArtifactId { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Its first tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>Who registers it: <c>user@host</c>.</summary>
    public string? Actor { get; init; }
}
