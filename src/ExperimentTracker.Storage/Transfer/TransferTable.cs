using ExperimentTracker.Contracts.Transfer;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

internal sealed class TransferTable(string path, Database database, BlobIntake intake, StorePins pins) : ITransferStore
{
    public ITransferSource AsSource(CancellationToken cancellation) => new StoreSnapshot(path, database, intake.Blobs, pins, cancellation);

    public IReadOnlyList<string> Copy(RunCopies request, CancellationToken cancellation)
    {
        using IDisposable? pin = pins.Pin();
        using StagedContents contents = StagedContents.None(intake);
        return database.WriteFlushed(connection => RunCopy.Copy(connection, contents, intake.Blobs, request), cancellation);
    }

    public MergeResult Merge(ITransferSource source, bool preview, IProgress<string>? progress, CancellationToken cancellation)
    {
        if (source is StoreSnapshot snapshot && snapshot.IsOf(database)) throw TransferErrors.IntoItself(path);
        database.CheckWritable();

        // Existing blobs are not staged, so they must still exist when rows refer to them.
        using IDisposable? pin = pins.Pin();
        using StagedContents contents = StagedContents.Stage(database, intake, source, preview, progress, cancellation);
        var merge = new StoreMerge(source.Head, contents, intake.Blobs);
        if ((database.IsRemote || source.IsMergedInSteps) && !preview) MergeInSteps(merge, source, progress, cancellation);
        else MergeAtOnce(merge, source, preview, progress, cancellation);
        return merge.Counts.ToResult(source.Name, path, preview, contents) with { Skipped = source.Losses };
    }

    private void MergeAtOnce(StoreMerge merge, ITransferSource source, bool preview, IProgress<string>? progress, CancellationToken cancellation)
    {
        try
        {
            database.WriteFlushed(
                connection =>
                {
                    merge.Begin(connection);
                    merge.Merge(source.Read(cancellation), progress, cancellation);
                    merge.Finish();
                    return preview ? throw new PreviewRollback() : 0;
                },
                cancellation);
        }
        catch (PreviewRollback)
        {
        }
    }

    // The last transaction is flushed, and with it those before.
    private void MergeInSteps(StoreMerge merge, ITransferSource source, IProgress<string>? progress, CancellationToken cancellation)
    {
        foreach (IReadOnlyList<TransferItem> step in MergeSteps.Of(source.Read(cancellation)))
        {
            try
            {
                database.Write(connection => Run(connection, () => merge.Merge(step, progress, cancellation)), cancellation);
            }
            catch (TrackerException e) when (e.InnerException is { } cause && database.IsConstraintViolation(cause))
            {
                throw StoreMerge.Broken(step, cause);
            }

            merge.Accept();
        }

        database.WriteFlushed(connection => Run(connection, merge.Finish), cancellation);
        merge.Accept();

        int Run(StoreConnection connection, Action work)
        {
            merge.Begin(connection);
            work();
            return 0;
        }
    }

    /// <summary>Rolls back a transaction that was only a preview.</summary>
    private sealed class PreviewRollback : Exception;
}
