namespace ExperimentTracker.Contracts.Catalog;

/// <summary>A change of a project, an experiment, a trial or a model. A property that is <see langword="null"/> keeps its value.</summary>
public sealed record CatalogChange
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new description; <c>''</c> removes it.</summary>
    public string? Description { get; init; }

    /// <summary>Whether <see cref="Config"/> replaces the configuration.</summary>
    public bool SetsConfig { get; init; }

    /// <summary>The new configuration of an experiment or a trial.</summary>
    public object? Config { get; init; }

    /// <summary>When a trial started, in UTC ticks.</summary>
    public long? StartedAt { get; init; }
}
