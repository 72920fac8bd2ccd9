namespace ExperimentTracker;

/// <summary>The severity of a finding.</summary>
public enum FindingSeverity : long
{
    /// <summary>Leftovers that use space; the data of the store is valid.</summary>
    Information = 0,

    /// <summary>Derived data does not match its source, and can be rebuilt.</summary>
    Warning = 1,

    /// <summary>Data is damaged or missing.</summary>
    Error = 2,
}

/// <summary>The part of a store that a finding is about.</summary>
public enum StoreArea : long
{
    /// <summary>The file of the database.</summary>
    Database = 0,

    /// <summary>References between rows.</summary>
    References = 1,

    /// <summary>Counters that assign numbers.</summary>
    Counters = 2,

    /// <summary>Runs and the processes that own them.</summary>
    Runs = 3,

    /// <summary>Points of metrics.</summary>
    Points = 4,

    /// <summary>Statistics of metrics.</summary>
    Statistics = 5,

    /// <summary>Blobs of artifacts.</summary>
    Artifacts = 6,

    /// <summary>Files in the store's folder.</summary>
    Files = 7,
}

/// <summary>A problem that a check of a store found. A store without problems has no findings.</summary>
public sealed record StoreFinding
{
    /// <summary>The severity.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The part of the store.</summary>
    public required StoreArea Area { get; init; }

    /// <summary>A stable identifier of the problem, such as <c>BlobCorrupt</c>; scripts can compare it.</summary>
    public required string Problem { get; init; }

    /// <summary>The affected object: a digest, the name of a metric, a path within the store.</summary>
    public required string Subject { get; init; }

    /// <summary>The owner of the object: the path of a run, or the artifacts with a blob; or <see langword="null"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>The id of the record that the object belongs to, or <see langword="null"/>.</summary>
    public string? OwnerId { get; init; }

    /// <summary>A description of the problem, and what can be done.</summary>
    public required string Message { get; init; }

    /// <summary>Whether a repair can fix it.</summary>
    public bool IsRepairable { get; init; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
