namespace ExperimentTracker.Contracts.Datasets;

/// <summary>A change of a dataset. A property that is <see langword="null"/> keeps its value; <c>''</c> removes a string.</summary>
public sealed record DatasetChange
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new size.</summary>
    public long? Size { get; init; }

    /// <summary>The unit of the size.</summary>
    public string? SizeUnit { get; init; }

    /// <summary>The location.</summary>
    public string? Location { get; init; }

    /// <summary>The new digest.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether <see cref="Config"/> replaces the configuration.</summary>
    public bool SetsConfig { get; init; }

    /// <summary>The new configuration.</summary>
    public object? Config { get; init; }
}
