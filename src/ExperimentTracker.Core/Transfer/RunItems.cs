namespace ExperimentTracker.Transfer;

/// <summary>A run with all its records. The parts of the run do not contain its id.</summary>
public sealed record TransferRun : TransferItem
{
    /// <summary>The number of a run that gets the next number of its experiment and namespace.</summary>
    public const long NextNumber = long.MinValue;

    /// <summary>An empty run. Its empty name is replaced by one that is generated from the number.</summary>
    public static Run Blank { get; } = new()
    {
        Id = "", ExperimentId = "", Experiment = "", Project = "", Number = NextNumber, Name = "", Status = RunStatus.Pending, CreatedAt = default, UpdatedAt = default,
    };

    /// <summary>The run and its parameters.</summary>
    [Flattened(nameof(ExperimentTracker.Run.Number), nameof(ExperimentTracker.Run.Name))]
    public required Run Run { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<ExperimentTag> Tags { get; init; } = [];

    /// <summary>The changes of its status, oldest first.</summary>
    public IReadOnlyList<StatusChange> History { get; init; } = [];

    /// <summary>Its epochs.</summary>
    public IReadOnlyList<Epoch> Epochs { get; init; } = [];

    /// <summary>Its results.</summary>
    public IReadOnlyList<Result> Results { get; init; } = [];

    /// <summary>Its distributions; those of one key and step are in the order they were written.</summary>
    public IReadOnlyList<Distribution> Distributions { get; init; } = [];

    /// <summary>Its log.</summary>
    public IReadOnlyList<RunLog> Logs { get; init; } = [];

    /// <summary>Its metrics.</summary>
    public IReadOnlyList<TransferSeries> Metrics { get; init; } = [];
}
