namespace ExperimentTracker.Tests.Worker;

/// <summary>What the store acknowledged to one of many writers, and the latency of its calls.</summary>
public sealed record WriterTally
{
    /// <summary>The number of the writer, which is also in the namespace of its runs.</summary>
    public required int Writer { get; init; }

    /// <summary>Runs that exist, and runs that the writer removed again.</summary>
    public long Runs { get; set; }

    public long RemovedRuns { get; set; }

    /// <summary>Points in the existing runs.</summary>
    public long Points { get; set; }

    /// <summary>Points in the shared series.</summary>
    public long SharedPoints { get; set; }

    public long Artifacts { get; set; }

    /// <summary>Calls that wrote, and the duration of the longest in milliseconds.</summary>
    public long Writes { get; set; }

    public double LongestWrite { get; set; }

    /// <summary>Checkpoints, and the duration of the longest in milliseconds. Other writers wait that long.</summary>
    public long Checkpoints { get; set; }

    public double LongestCheckpoint { get; set; }
}
