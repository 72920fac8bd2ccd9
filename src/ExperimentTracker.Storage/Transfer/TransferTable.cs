using ExperimentTracker.Contracts.Transfer;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

internal sealed class TransferTable(string path, Database database, BlobIntake intake, StorePins pins) : ITransferStore
{
    public ITransferSource AsSource(CancellationToken cancellation) => new StoreSnapshot(path, database, intake.Blobs, pins, cancellation);

    public MergeResult Merge(ITransferSource source, bool preview, IProgress<string>? progress, CancellationToken cancellation)
    {
        if (source is StoreSnapshot snapshot && snapshot.IsOf(database)) throw TransferErrors.IntoItself(path);
        database.CheckWritable();

        // Existing blobs are not staged, so they must still exist when rows refer to them.
        using IDisposable? pin = pins.Pin();
        using StagedContents contents = StagedContents.Stage(database, intake, source, preview, progress, cancellation);
        try
        {
            return database.WriteFlushed(
                connection =>
                {
                    MergeResult result = new StoreMerge(connection, source, contents, intake.Blobs).Run(progress, cancellation).ToResult(source.Name, path, preview, contents);
                    return preview ? throw new PreviewRollback(result) : result;
                },
                cancellation);
        }
        catch (PreviewRollback done)
        {
            return done.Result;
        }
    }

    /// <summary>Rolls back a transaction that was only a preview.</summary>
    private sealed class PreviewRollback(MergeResult result) : Exception
    {
        public MergeResult Result => result;
    }
}
