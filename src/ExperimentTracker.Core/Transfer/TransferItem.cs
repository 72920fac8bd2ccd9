namespace ExperimentTracker.Transfer;

/// <summary>A record in transfer between stores, with all fields that a store keeps. Records refer to each other by id; all times are in UTC.</summary>
public abstract record TransferItem;

/// <summary>The origin of transferred records.</summary>
public sealed record TransferHead
{
    /// <summary>The id of the store, or <see langword="null"/> for another tracker.</summary>
    public string? StoreId { get; init; }

    /// <summary>When the store was created.</summary>
    public DateTime? StoreCreatedAt { get; init; }

    /// <summary>When the records were read from the store.</summary>
    public DateTime? ExportedAt { get; init; }
}

/// <summary>A record that was deleted permanently; a merge does not restore it.</summary>
public sealed record TransferTombstone : TransferItem
{
    /// <summary>The id of the deleted record.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of the deleted record.</summary>
    public required RecordType Type { get; init; }

    /// <summary>When it was removed.</summary>
    public required DateTime RemovedAt { get; init; }
}
