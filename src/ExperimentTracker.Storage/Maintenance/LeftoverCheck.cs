using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Files in the store's folder that nothing needs: harmless, but they take room.</summary>
internal sealed class LeftoverCheck(Database database, IBlobMaintenance maintenance)
{
    // Files that one query asks for: enough that transactions cost little, few enough to look at again under the write lock.
    private const int Piece = 500;

    // Files are listed before rows are read: what a writer brings in between has a row by then, or a transaction that is waited for.
    public IEnumerable<StoreFinding> Run(bool isCollecting, CancellationToken cancellation)
    {
        foreach (BlobFile[] piece in maintenance.List().Chunk(Piece))
        {
            foreach (BlobFile file in piece.Where(f => f.Digest is null)) yield return ContentFindings.ForeignFile(file.Location);
            BlobFile[] contents = [.. piece.Where(f => f.Digest is not null)];
            string[] unknown = database.Read(connection => Unknown(connection, contents.Select(f => f.Digest!)), cancellation);
            if (unknown.Length > 0) unknown = database.HoldStill(connection => Unknown(connection, unknown.Where(d => maintenance.SizeOf(d) is not null)), cancellation);
            foreach (string digest in unknown) yield return ContentFindings.StrayBlob(contents.First(f => f.Digest == digest).Location);
        }

        foreach (string file in maintenance.Abandoned()) yield return ContentFindings.StagingLeftover(file);
        if (isCollecting) yield break;
        foreach (string digest in maintenance.Trash()) yield return ContentFindings.TrashLeftover(digest);
    }

    /// <summary>Contents that the store does not know: neither listed nor named.</summary>
    public static string[] Unknown(StoreConnection connection, IEnumerable<string> digests) =>
    [
        .. connection.Query(
            $"SELECT d.value FROM json_each(@1) d WHERE d.value NOT IN (SELECT digest FROM blobs) AND NOT {BlobReferences.Any("d.value")}",
            row => row.GetString(0),
            SqlValues.List(digests)),
    ];
}
