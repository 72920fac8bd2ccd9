namespace ExperimentTracker.Transfer;

/// <summary>Records that can be merged into a store: another store, an exported file, or the file of another tracker.</summary>
public interface ITransferSource : IDisposable
{
    /// <summary>The name for display: a path.</summary>
    string Name { get; }

    /// <summary>The origin of the records.</summary>
    TransferHead Head { get; }

    /// <summary>
    /// Whether each run or model is merged in a transaction of its own. Otherwise all records are merged in one, which lasts as long as reading them: too long
    /// for a source that is large, or answers over a network.
    /// </summary>
    bool IsMergedInSteps => false;

    /// <summary>What the source has and a store has no place for, and what could not be read: complete when all records are read.</summary>
    IReadOnlyList<SkippedRecords> Losses => [];

    /// <summary>
    /// Returns the records. Each record comes after those that it refers to, except that a run may come before its parent: encoders, datasets,
    /// projects, experiments, trials, runs, artifacts, models, inputs, tombstones.
    /// </summary>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>, <c>ImportRecordInvalid</c> or <c>ImportStatusUnknown</c>.</exception>
    IEnumerable<TransferItem> Read(CancellationToken cancellation);

    /// <summary>The blobs of the source: size in bytes by digest.</summary>
    IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation);

    /// <summary>Opens a blob.</summary>
    /// <returns>The bytes, or <see langword="null"/> when they are missing.</returns>
    Stream? Open(string digest);
}
