namespace ExperimentTracker.Tests.Worker;

/// <summary>What one writer of many was told is written, and how long it had to wait for that.</summary>
public sealed record WriterTally
{
    /// <summary>The number of the writer, by which its runs are known.</summary>
    public required int Writer { get; init; }

    /// <summary>Runs that are there, and those that it removed again.</summary>
    public long Runs { get; set; }

    public long RemovedRuns { get; set; }

    /// <summary>Points in the runs that are there.</summary>
    public long Points { get; set; }

    /// <summary>Points in the one series that all writers share.</summary>
    public long SharedPoints { get; set; }

    public long Artifacts { get; set; }

    /// <summary>Calls that wrote, and the longest of them in milliseconds.</summary>
    public long Writes { get; set; }

    public double LongestWrite { get; set; }

    /// <summary>Copies of the journal to the database, and the longest of them in milliseconds: for so long writers were excluded.</summary>
    public long Checkpoints { get; set; }

    public double LongestCheckpoint { get; set; }
}
