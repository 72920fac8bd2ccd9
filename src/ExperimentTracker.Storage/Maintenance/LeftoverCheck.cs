using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Finds unneeded files in the store's folder: harmless, but they use space.</summary>
internal sealed class LeftoverCheck(Database database, IBlobMaintenance maintenance)
{
    // The number of files per query: enough that transactions cost little, few enough to check again under the write lock.
    private const int BatchSize = 500;

    // Files are listed before rows are read: a blob that a writer adds between has a row by then, or a transaction that the check waits for.
    public IEnumerable<StoreFinding> Run(bool isCollecting, CancellationToken cancellation)
    {
        foreach (BlobFile[] batch in maintenance.List().Chunk(BatchSize))
        {
            foreach (BlobFile file in batch.Where(f => f.Digest is null)) yield return ContentFindings.ForeignFile(file.Location);
            BlobFile[] contents = [.. batch.Where(f => f.Digest is not null)];
            string[] unknown = database.Read(connection => Unknown(connection, contents.Select(f => f.Digest!)), cancellation);
            if (unknown.Length > 0) unknown = database.ReadExclusively(connection => Unknown(connection, unknown.Where(d => maintenance.SizeOf(d) is not null)), cancellation);
            foreach (string digest in unknown) yield return ContentFindings.StrayBlob(contents.First(f => f.Digest == digest).Location);
        }

        foreach (string file in maintenance.Abandoned()) yield return ContentFindings.StagingLeftover(file);
        if (isCollecting) yield break;
        foreach (string digest in maintenance.Trash()) yield return ContentFindings.TrashLeftover(digest);
    }

    /// <summary>Returns the unknown blobs: those without a row that are not referred to.</summary>
    public static string[] Unknown(StoreConnection connection, IEnumerable<string> digests) =>
    [
        .. connection.Query(
            $"SELECT d.value FROM json_each(@1) d WHERE d.value NOT IN (SELECT digest FROM blobs) AND NOT {BlobReferences.Any("d.value")}",
            row => row.GetString(0),
            SqlList.Of(digests)),
    ];
}
