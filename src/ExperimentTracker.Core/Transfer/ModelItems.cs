namespace ExperimentTracker.Transfer;

/// <summary>A registered model with its versions.</summary>
public sealed record TransferModel : TransferItem, ITransferNamed
{
    /// <summary>The model.</summary>
    [Flattened]
    public required Model Model { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<ExperimentTag> Tags { get; init; } = [];

    /// <summary>The number of the next version.</summary>
    public required long NextVersion { get; init; }

    /// <summary>Its versions, oldest first.</summary>
    public IReadOnlyList<TransferModelVersion> Versions { get; init; } = [];

    /// <summary>Its aliases.</summary>
    public IReadOnlyList<TransferAlias> Aliases { get; init; } = [];

    string ITransferNamed.Id => Model.Id;

    string ITransferNamed.Name => Model.Name;

    DateTime ITransferNamed.UpdatedAt => Model.UpdatedAt;

    DateTime? ITransferNamed.RemovedAt => Model.RemovedAt;
}

/// <summary>An alias of a version.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="VersionId">The id of the version.</param>
public sealed record TransferAlias(string Alias, string VersionId);

/// <summary>A version of a model.</summary>
public sealed record TransferModelVersion
{
    /// <summary>The version.</summary>
    [Flattened]
    public required ModelVersion ModelVersion { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<ExperimentTag> Tags { get; init; } = [];

    /// <summary>The changes of its stage, oldest first.</summary>
    public IReadOnlyList<StageChange> History { get; init; } = [];
}
