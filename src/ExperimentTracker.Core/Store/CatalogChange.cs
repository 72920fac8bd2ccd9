namespace ExperimentTracker;

/// <summary>A change to a project or an experiment: what is <see langword="null"/> stays as it is.</summary>
public sealed record CatalogChange
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new description; <c>''</c> takes it away.</summary>
    public string? Description { get; init; }

    /// <summary>Whether <see cref="Config"/> replaces the configuration.</summary>
    public bool SetsConfig { get; init; }

    /// <summary>The new configuration of an experiment.</summary>
    public object? Config { get; init; }
}
