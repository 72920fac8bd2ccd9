namespace ExperimentTracker;

/// <summary>A copy of a store, taken at one moment and verified.</summary>
public sealed record StoreBackup
{
    /// <summary>The full path of the copy, a store of its own.</summary>
    public required string Path { get; init; }

    /// <summary>The path of the store that was copied.</summary>
    public required string Source { get; init; }

    /// <summary>The id of both: a backup is the same store.</summary>
    public required string StoreId { get; init; }

    /// <summary>The moment that the copy is of, in local time.</summary>
    public required DateTime TakenAt { get; init; }

    /// <summary>The number of runs in it, removed ones included.</summary>
    public long Runs { get; init; }

    /// <summary>The number of metric points in it.</summary>
    public long Points { get; init; }

    /// <summary>The number of distinct contents in it.</summary>
    public long Blobs { get; init; }

    /// <summary>The size of its database, in bytes.</summary>
    public long DatabaseSize { get; init; }

    /// <summary>The size of its contents, in bytes.</summary>
    public long ArtifactSize { get; init; }

    /// <summary>Contents that the store itself has no more, or only damaged; the copy is without them.</summary>
    public IReadOnlyList<StoreFinding> Damaged { get; init; } = [];

    /// <summary>Whether everything that the store names is in the copy.</summary>
    public bool IsComplete => Damaged.Count == 0;

    /// <summary>The path of the copy.</summary>
    public override string ToString() => Path;
}
