namespace ExperimentTracker.Contracts.Catalog;

/// <summary>An experiment to create.</summary>
public sealed record ExperimentDraft
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>Its configuration, a value of the domain (see <see cref="NamedValues"/>).</summary>
    public object? Config { get; init; }

    /// <summary>Its first tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;
}
