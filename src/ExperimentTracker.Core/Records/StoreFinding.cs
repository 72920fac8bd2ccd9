namespace ExperimentTracker;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Something that was left behind and takes room; nothing is wrong with what the store holds.</summary>
    Information = 0,

    /// <summary>What the store derives from its data disagrees with them; it can be made anew.</summary>
    Warning = 1,

    /// <summary>Data are damaged or gone.</summary>
    Error = 2,
}

/// <summary>What part of a store a finding is about.</summary>
public enum StoreArea
{
    /// <summary>The file of the database.</summary>
    Database = 0,

    /// <summary>Rows that point at other rows.</summary>
    References = 1,

    /// <summary>Counters that give out numbers.</summary>
    Counters = 2,

    /// <summary>Runs and the processes that own them.</summary>
    Runs = 3,

    /// <summary>Points of metrics.</summary>
    Points = 4,

    /// <summary>Kept statistics of metrics.</summary>
    Statistics = 5,

    /// <summary>Contents of artifacts.</summary>
    Artifacts = 6,

    /// <summary>Files in the store's folder.</summary>
    Files = 7,
}

/// <summary>Something that a check of a store found. What is not worth a word is not reported: a sound store has no findings.</summary>
public sealed record StoreFinding
{
    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>What part of the store it is about.</summary>
    public required StoreArea Area { get; init; }

    /// <summary>A stable word for what was found, such as <c>BlobCorrupt</c>; scripts may match on it.</summary>
    public required string Problem { get; init; }

    /// <summary>What it is about: a digest, the name of a metric, a path within the store.</summary>
    public required string Subject { get; init; }

    /// <summary>Whose it is: the path of a run, or the artifacts that have a content; or <see langword="null"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>The id of the record it belongs to, or <see langword="null"/>.</summary>
    public string? OwnerId { get; init; }

    /// <summary>What was found, and what can be done.</summary>
    public required string Message { get; init; }

    /// <summary>Whether a repair can put it right.</summary>
    public bool IsRepairable { get; init; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
