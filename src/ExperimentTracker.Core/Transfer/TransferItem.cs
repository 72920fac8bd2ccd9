namespace ExperimentTracker.Transfer;

/// <summary>
/// A record on its way from one store to another, with every field a store keeps of it. Records name each other by id; all moments are in UTC.
/// </summary>
public abstract record TransferItem;

/// <summary>What records come from.</summary>
public sealed record TransferHead
{
    /// <summary>The id of the store, or <see langword="null"/> when they come from another tracker.</summary>
    public string? StoreId { get; init; }

    /// <summary>When the store was created.</summary>
    public DateTime? StoreCreatedAt { get; init; }

    /// <summary>When the records were read from it.</summary>
    public DateTime? ExportedAt { get; init; }
}

/// <summary>A record that is gone for good; a merge does not bring it back.</summary>
public sealed record TransferTombstone : TransferItem
{
    /// <summary>The id it had.</summary>
    public required string Id { get; init; }

    /// <summary>What it was.</summary>
    public required RecordType Type { get; init; }

    /// <summary>When it was removed.</summary>
    public required DateTime RemovedAt { get; init; }
}
