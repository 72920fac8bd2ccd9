namespace ExperimentTracker.Contracts.Models;

/// <summary>A model to create.</summary>
public sealed record ModelDraft
{
    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The initial tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;
}
