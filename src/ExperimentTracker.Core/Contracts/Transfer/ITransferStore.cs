using ExperimentTracker.Transfer;

namespace ExperimentTracker.Contracts.Transfer;

/// <summary>Taking whole stores out and in.</summary>
public interface ITransferStore
{
    /// <summary>Gives this store as something another store can take in. What it reads is of one moment.</summary>
    ITransferSource AsSource(CancellationToken cancellation);

    /// <summary>
    /// Takes records in, in one transaction: projects, experiments, trials, datasets and models meet by id or else by name, runs and versions by id.
    /// Doing it again changes nothing.
    /// </summary>
    /// <param name="source">The records.</param>
    /// <param name="preview">Whether to find out only what would be done, and to write nothing.</param>
    /// <param name="progress">Told of each record that is taken in.</param>
    /// <param name="cancellation">Stops, and leaves the store as it was.</param>
    /// <exception cref="TrackerException"><c>MergeIntoItself</c>, <c>ImportRecordInvalid</c>, and what the source gives.</exception>
    MergeResult Merge(ITransferSource source, bool preview, IProgress<string>? progress, CancellationToken cancellation);
}
