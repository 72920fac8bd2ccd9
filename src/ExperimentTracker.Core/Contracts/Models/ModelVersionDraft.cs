namespace ExperimentTracker.Contracts.Models;

/// <summary>A version to register.</summary>
public sealed record ModelVersionDraft
{
    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The id of its model.</summary>
    public required string ModelId { get; init; }

    /// <summary>The id of the run that produced it, which must belong to the project of the model.</summary>
    public string? RunId { get; init; }

    /// <summary>The id of the artifact with its bytes, which must belong to the project of the model.</summary>
    public string? ArtifactId { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The initial tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The user who registers it: <c>user@host</c>.</summary>
    public string? Actor { get; init; }
}
