using ExperimentTracker.Transfer;

namespace ExperimentTracker.Contracts.Transfer;

/// <summary>Export and merge of whole stores.</summary>
public interface ITransferStore
{
    /// <summary>Returns this store as a source for a merge or an export. It reads from one snapshot.</summary>
    ITransferSource AsSource(CancellationToken cancellation);

    /// <summary>
    /// Copies runs that have not been started or have ended, in one transaction: each with its parameters, metrics, epochs, results, distributions, log, tags, artifacts and
    /// inputs, a new id and the next number. A copy has the tag <see cref="RunCopies.Tag"/>, and a parent only if that is copied too.
    /// </summary>
    /// <param name="request">The runs, and where they are copied to.</param>
    /// <param name="cancellation">Cancels the operation; then nothing is copied.</param>
    /// <returns>The ids of the copies, in the order of the given ids.</returns>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>ExperimentNotFound</c>, <c>RecordRemoved</c>, <c>RunIsRunning</c>, <c>TrialMissing</c> or <c>InvalidName</c>.
    /// </exception>
    IReadOnlyList<string> Copy(RunCopies request, CancellationToken cancellation);

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
