using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Postgres.Maintenance;

/// <summary>A source that reports what is read of it.</summary>
/// <param name="source">The source.</param>
/// <param name="runs">The number of its runs.</param>
/// <param name="progress">Receives the progress.</param>
internal sealed class ReportedSource(ITransferSource source, long runs, IProgress<MaintenanceProgress>? progress) : ITransferSource
{
    private readonly long size = source.Contents(CancellationToken.None).Values.Sum();
    private long copied;

    public string Name => source.Name;

    public TransferHead Head => source.Head;

    public IEnumerable<TransferItem> Read(CancellationToken cancellation)
    {
        long read = 0;
        foreach (TransferItem item in source.Read(cancellation))
        {
            yield return item;
            if (item is TransferRun) progress?.Report(new MaintenanceProgress("Copying runs", ++read, runs));
        }
    }

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation) => source.Contents(cancellation);

    public Stream? Open(string digest)
    {
        copied += Contents(CancellationToken.None).GetValueOrDefault(digest);
        progress?.Report(new MaintenanceProgress("Copying blobs", copied, size, InBytes: true));
        return source.Open(digest);
    }

    public void Dispose() => source.Dispose();
}
