namespace ExperimentTracker.Contracts.Catalog;

/// <summary>A project to create.</summary>
public sealed record ProjectDraft
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>Its first tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;
}
