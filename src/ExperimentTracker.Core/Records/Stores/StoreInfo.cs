namespace ExperimentTracker;

/// <summary>The properties and the content of a store.</summary>
public sealed record StoreInfo
{
    /// <summary>The full path of its folder; <c>:memory:</c> for a store in memory; the address without a password for a store on a server.</summary>
    public required string Path { get; init; }

    /// <summary>The id of the store; copies keep it.</summary>
    public required string StoreId { get; init; }

    /// <summary>Whether the store exists in memory only.</summary>
    public bool IsInMemory { get; init; }

    /// <summary>Whether the store can only be read.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>What you may do in it.</summary>
    public StoreRole Role { get; init; }

    /// <summary>The version of its schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The database engine: <c>SQLite</c> or <c>PostgreSQL</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The version of the database engine: of the SQLite that reads the store, or of the server.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>The version of SQLite that reads it; <see langword="null"/> for another engine.</summary>
    public string? SqliteVersion => Engine == "SQLite" ? EngineVersion : null;

    /// <summary>How long one trip to the database and back took: a query that reads one row. Close to zero for a store in a file.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>The number of live projects.</summary>
    public long Projects { get; init; }

    /// <summary>The number of live experiments.</summary>
    public long Experiments { get; init; }

    /// <summary>The number of live runs.</summary>
    public long Runs { get; init; }

    /// <summary>The number of live runs that are running.</summary>
    public long RunningRuns { get; init; }

    /// <summary>The number of series of live runs.</summary>
    public long Metrics { get; init; }

    /// <summary>The number of points of live runs.</summary>
    public long Points { get; init; }

    /// <summary>The number of live artifacts.</summary>
    public long Artifacts { get; init; }

    /// <summary>The location of the contents of artifacts, such as <c>s3://bucket/prefix</c>; <see langword="null"/> if they are in the store's folder or memory.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary>The number of records that were removed and not yet deleted by a garbage collection.</summary>
    public long Removed { get; init; }

    /// <summary>The size of the database and its write-ahead log, in bytes.</summary>
    public long DatabaseSize { get; init; }

    /// <summary>The number of distinct blobs in the artifact folder.</summary>
    public long Blobs { get; init; }

    /// <summary>The size of the blobs in the artifact folder, in bytes.</summary>
    public long ArtifactSize { get; init; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
