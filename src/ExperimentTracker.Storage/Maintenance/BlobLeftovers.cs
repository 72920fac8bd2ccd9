using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>What interrupted operations left among and beside the blobs, and a garbage collection deletes.</summary>
internal sealed class BlobLeftovers(Database database, BlobIntake intake)
{
    // The number of blobs per query: enough that transactions cost little, few enough to check again under the write lock.
    private const int BatchSize = 500;

    private DateTime Latest => intake.LatestToDelete == long.MaxValue ? DateTime.MaxValue : new DateTime(intake.LatestToDelete, DateTimeKind.Utc);

    /// <summary>Blobs that no record refers to, where a repair cannot move them to a quarantine.</summary>
    public IEnumerable<BlobFileBatch> Strays(CancellationToken cancellation)
    {
        if (intake.Maintenance.HasQuarantine) yield break;
        foreach (BlobFileBatch batch in Unknown(cancellation)) yield return batch;
    }

    /// <summary>
    /// Blobs that no record refers to and that are old enough. Blobs are listed before rows are read: one that a writer adds between has a row by then, or a
    /// transaction that is waited for.
    /// </summary>
    /// <param name="cancellation">Cancels the search.</param>
    /// <param name="foreign">Receives what is no blob.</param>
    public IEnumerable<BlobFileBatch> Unknown(CancellationToken cancellation, Action<BlobFile>? foreign = null)
    {
        DateTime latest = Latest;
        foreach (BlobFile[] batch in intake.Maintenance.List(cancellation).Chunk(BatchSize))
        {
            foreach (BlobFile file in batch.Where(f => f.Digest is null)) foreign?.Invoke(file);
            BlobFile[] old = [.. batch.Where(f => f.Digest is not null && f.WrittenAt <= latest)];
            string[] unknown = database.Read(connection => BlobRows.Unknown(connection, old.Select(f => f.Digest!)), cancellation);
            if (unknown.Length > 0) unknown = database.ReadExclusively(connection => BlobRows.Unknown(connection, unknown.Where(d => intake.Maintenance.SizeOf(d) is not null)), cancellation);
            if (unknown.Length > 0) yield return new BlobFileBatch([.. old.Where(f => unknown.Contains(f.Digest))]);
        }
    }

    /// <summary>The leftovers beside the blobs that can be deleted. The bytes of a blob that is missing and needed are none of them; a repair moves them back.</summary>
    public List<BlobLeftover> Beside(CancellationToken cancellation)
    {
        long latest = intake.LatestToDelete;
        return
        [
            .. intake.Maintenance.Leftovers(Latest)
                .Where(leftover => leftover.UploadOf is not { } digest || !database.Read(connection => BlobRows.IsRecent(connection, digest, latest), cancellation))
                .Where(leftover => leftover.Digest is not { } digest || intake.Maintenance.SizeOf(digest) is not null || !database.Read(connection => IsNeeded(connection, digest), cancellation)),
        ];
    }

    /// <summary>Deletes the leftovers beside the blobs.</summary>
    /// <returns>The number of those that were not the bytes of a deleted blob.</returns>
    public int Delete(CancellationToken cancellation)
    {
        List<BlobLeftover> found = Beside(cancellation);
        foreach (BlobLeftover leftover in found) intake.Maintenance.DeleteLeftover(leftover);
        return found.Count;
    }

    private static bool IsNeeded(StoreConnection connection, string digest) => connection.Scalar($"SELECT 1 WHERE {BlobReferences.Any("@1")}", digest) is not null;
}

/// <summary>Some of the blobs that no record refers to.</summary>
/// <param name="Files">The blobs.</param>
internal sealed record BlobFileBatch(IReadOnlyList<BlobFile> Files)
{
    /// <summary>Their sizes in bytes, by digest.</summary>
    public IReadOnlyDictionary<string, long> Sizes => Files.ToDictionary(f => f.Digest!, f => f.Size, StringComparer.Ordinal);
}
