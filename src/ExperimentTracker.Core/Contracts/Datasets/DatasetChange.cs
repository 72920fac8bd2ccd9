namespace ExperimentTracker.Contracts.Datasets;

/// <summary>A change to a dataset: what is <see langword="null"/> stays as it is, and <c>''</c> takes a text away.</summary>
public sealed record DatasetChange
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new size.</summary>
    public long? Size { get; init; }

    /// <summary>What the size counts.</summary>
    public string? SizeUnit { get; init; }

    /// <summary>Where it is.</summary>
    public string? Location { get; init; }

    /// <summary>The new digest.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether <see cref="Config"/> replaces the configuration.</summary>
    public bool SetsConfig { get; init; }

    /// <summary>The new configuration.</summary>
    public object? Config { get; init; }
}
