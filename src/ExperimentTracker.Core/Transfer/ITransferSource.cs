namespace ExperimentTracker.Transfer;

/// <summary>Records that can be merged into a store: another store, an exported file, or the file of another tracker.</summary>
public interface ITransferSource : IDisposable
{
    /// <summary>What people know it by: a path.</summary>
    string Name { get; }

    /// <summary>What the records come from.</summary>
    TransferHead Head { get; }

    /// <summary>
    /// The records, each after those it names, except that a run may come before its parent: encoders, datasets, projects, experiments,
    /// trials, runs, artifacts, models, inputs, tombstones.
    /// </summary>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>, <c>ImportRecordInvalid</c> or <c>ImportStatusUnknown</c>.</exception>
    IEnumerable<TransferItem> Read(CancellationToken cancellation);

    /// <summary>The contents that come along: size in bytes by digest.</summary>
    IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation);

    /// <summary>Opens a content.</summary>
    /// <returns>The bytes, or <see langword="null"/> when they are missing.</returns>
    Stream? Open(string digest);
}
