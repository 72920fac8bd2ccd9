namespace ExperimentTracker.Transfer;

/// <summary>A project.</summary>
public sealed record TransferProject : TransferItem, ITransferNamed
{
    /// <summary>The project.</summary>
    [Flattened]
    public required Project Project { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<ExperimentTag> Tags { get; init; } = [];

    string ITransferNamed.Id => Project.Id;

    string ITransferNamed.Name => Project.Name;

    DateTime ITransferNamed.UpdatedAt => Project.UpdatedAt;

    DateTime? ITransferNamed.RemovedAt => Project.RemovedAt;
}

/// <summary>An experiment.</summary>
public sealed record TransferExperiment : TransferItem, ITransferNamed
{
    /// <summary>The experiment.</summary>
    [Flattened]
    public required Experiment Experiment { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<ExperimentTag> Tags { get; init; } = [];

    /// <summary>The id of its primary dataset, even if that is removed.</summary>
    public string? PrimaryDatasetId { get; init; }

    /// <summary>The ids of all its datasets.</summary>
    public IReadOnlyList<string> DatasetIds { get; init; } = [];

    /// <summary>The numbers of the next runs.</summary>
    public IReadOnlyList<TransferCounter> NextNumbers { get; init; } = [];

    string ITransferNamed.Id => Experiment.Id;

    string ITransferNamed.Name => Experiment.Name;

    DateTime ITransferNamed.UpdatedAt => Experiment.UpdatedAt;

    DateTime? ITransferNamed.RemovedAt => Experiment.RemovedAt;
}

/// <summary>The number of the next run in a namespace.</summary>
/// <param name="Namespace">The namespace; <c>''</c> is the root.</param>
/// <param name="Next">The number.</param>
public sealed record TransferCounter(string Namespace, long Next);

/// <summary>A trial.</summary>
public sealed record TransferTrial : TransferItem, ITransferNamed
{
    /// <summary>The trial.</summary>
    [Flattened]
    public required Trial Trial { get; init; }

    /// <summary>The start time that was given, or <see langword="null"/>.</summary>
    public DateTime? StartedAt { get; init; }

    string ITransferNamed.Id => Trial.Id;

    string ITransferNamed.Name => Trial.Name;

    DateTime ITransferNamed.UpdatedAt => Trial.UpdatedAt;

    DateTime? ITransferNamed.RemovedAt => Trial.RemovedAt;
}

/// <summary>A dataset.</summary>
public sealed record TransferDataset : TransferItem, ITransferNamed
{
    /// <summary>The dataset.</summary>
    [Flattened]
    public required Dataset Dataset { get; init; }

    /// <summary>When it was removed, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary>The types of its encoders.</summary>
    public IReadOnlyList<string> EncoderTypes { get; init; } = [];

    string ITransferNamed.Id => Dataset.Id;

    string ITransferNamed.Name => Dataset.Name;

    DateTime ITransferNamed.UpdatedAt => Dataset.UpdatedAt;
}

/// <summary>An encoder, identified by its type.</summary>
public sealed record TransferEncoder : TransferItem
{
    /// <summary>The encoder.</summary>
    [Flattened]
    public required Encoder Encoder { get; init; }

    /// <summary>When it was removed, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }
}
