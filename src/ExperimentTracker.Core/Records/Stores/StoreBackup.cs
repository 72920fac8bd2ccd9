namespace ExperimentTracker;

/// <summary>A verified snapshot of a store.</summary>
public sealed record StoreBackup
{
    /// <summary>The full path of the copy, which is a store too.</summary>
    public required string Path { get; init; }

    /// <summary>The path of the store that was copied.</summary>
    public required string Source { get; init; }

    /// <summary>The id of both stores, because a backup keeps the id.</summary>
    public required string StoreId { get; init; }

    /// <summary>The time of the snapshot, in local time.</summary>
    public required DateTime TakenAt { get; init; }

    /// <summary><see cref="TakenAt"/> in UTC.</summary>
    public DateTime TakenAtUtc => TakenAt.ToUniversalTime();

    /// <summary>The number of runs in it, including removed ones.</summary>
    public long Runs { get; init; }

    /// <summary>The number of metric points in it.</summary>
    public long Points { get; init; }

    /// <summary>The number of distinct blobs in it.</summary>
    public long Blobs { get; init; }

    /// <summary>The size of its database, in bytes.</summary>
    public long DatabaseSize { get; init; }

    /// <summary>The size of its blobs, in bytes.</summary>
    public long ArtifactSize { get; init; }

    /// <summary>Blobs that the source lacks or has only damaged; the copy does not contain them.</summary>
    public IReadOnlyList<StoreFinding> Damaged { get; init; } = [];

    /// <summary>Whether the copy contains everything that the store refers to.</summary>
    public bool IsComplete => Damaged.Count == 0;

    /// <summary>The path of the copy.</summary>
    public override string ToString() => Path;
}
