using ExperimentTracker.Transfer;

namespace ExperimentTracker.Contracts.Transfer;

/// <summary>Export and merge of whole stores.</summary>
public interface ITransferStore
{
    /// <summary>Returns this store as a source for a merge or an export. It reads from one snapshot.</summary>
    ITransferSource AsSource(CancellationToken cancellation);

    /// <summary>
    /// Merges records in one transaction; on a server, and for a source that says so, a run or a model in each, because others wait. Such a merge that was
    /// interrupted is continued by the next one of the same records. Projects, experiments, trials, datasets and models are matched by id or else by name, runs and versions by
    /// id. A second merge of the same records changes nothing.
    /// </summary>
    /// <param name="source">The records.</param>
    /// <param name="preview">Whether to calculate only what would change, without writing.</param>
    /// <param name="progress">Receives each record that is merged.</param>
    /// <param name="cancellation">Cancels the merge and rolls its transaction back.</param>
    /// <exception cref="TrackerException"><c>MergeIntoItself</c>, <c>ImportRecordInvalid</c>, and the errors of the source.</exception>
    MergeResult Merge(ITransferSource source, bool preview, IProgress<string>? progress, CancellationToken cancellation);
}
