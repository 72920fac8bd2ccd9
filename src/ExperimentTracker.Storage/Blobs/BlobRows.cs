using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// The rows of blobs, and their states. Each change of a state is a transaction of its own or part of that which refers to the blob:
/// none → announced → stored → deleting → none. So a writer and a garbage collection agree on each blob without a lock that both hold during uploads.
/// </summary>
internal static class BlobRows
{
    /// <summary>A condition: the blob exists for readers.</summary>
    public const string IsStored = "state = 0";

    private const int Announced = (int)BlobState.Announced;
    private const int Deleting = (int)BlobState.Deleting;

    /// <summary>The state of a blob, or <see langword="null"/> if it has no row.</summary>
    public static BlobState? StateOf(StoreConnection connection, string digest) => (BlobState?)connection.Number("SELECT state FROM blobs WHERE digest = @1", digest);

    /// <summary>Whether there is a blob with that size and sample.</summary>
    public static bool HasSample(StoreConnection connection, long size, long? sample) =>
        connection.Scalar($"SELECT 1 FROM blobs WHERE size = @1 AND sample = @2 AND {IsStored}", size, sample) is not null;

    /// <summary>Announces that bytes are put in place, which protects the blob for the grace of its backend.</summary>
    /// <returns>Whether it was announced; false while the blob is being deleted.</returns>
    public static bool Announce(StoreConnection connection, string digest, long size)
    {
        connection.Execute(
            $"""
            INSERT INTO blobs (digest, size, created_at, state, seen_at) VALUES (@1, @2, @3, {Announced}, @3)
            ON CONFLICT (digest) DO UPDATE SET seen_at = excluded.seen_at WHERE blobs.state <> {Deleting}
            """,
            digest, size, connection.NowTicks);
        return StateOf(connection, digest) != BlobState.Deleting;
    }

    /// <summary>Makes a blob a stored one, in the transaction that refers to it.</summary>
    public static void Store(StoreConnection connection, string digest, long size, long? sample) => connection.Execute(
        """
        INSERT INTO blobs (digest, size, created_at, sample, seen_at) VALUES (@1, @2, @3, @4, @3)
        ON CONFLICT (digest) DO UPDATE SET state = 0, sample = coalesce(blobs.sample, excluded.sample)
        WHERE blobs.state <> 0 OR (blobs.sample IS NULL AND excluded.sample IS NOT NULL)
        """,
        digest, size, connection.NowTicks, sample);

    /// <summary>A condition on <c>blobs b</c>: no artifact refers to it, and it was last announced or stored at or before <c>@1</c>.</summary>
    /// <param name="artifacts">A condition on the <c>pk</c> of the artifacts to include.</param>
    public static string IsUnreferenced(string artifacts = "1 = 1") => $"b.seen_at <= @1 AND NOT {BlobReferences.Any("b.digest", artifacts)}";

    /// <summary>The digests of blobs that can be deleted.</summary>
    public static List<string> Unreferenced(StoreConnection connection, long latest) =>
        connection.Query($"SELECT digest FROM blobs b WHERE {IsUnreferenced()}", row => row.GetString(0), latest);

    /// <summary>Marks blobs as being deleted, unless a record refers to them meanwhile.</summary>
    /// <returns>The digests and sizes of those that were marked.</returns>
    public static List<(string Digest, long Size)> Mark(StoreConnection connection, IEnumerable<string> digests, long latest) => connection.Query(
        $"""
        UPDATE blobs AS b SET state = {Deleting} WHERE b.digest IN (SELECT value FROM json_each(@2)) AND {IsUnreferenced()} RETURNING digest, size
        """,
        row => (row.GetString(0), row.GetInt64(1)),
        latest, SqlList.Of(digests));

    /// <summary>Marks blobs without a row as being deleted, unless they got one or a record refers to them.</summary>
    /// <returns>The digests and sizes of those that were marked.</returns>
    public static List<(string Digest, long Size)> MarkUnknown(StoreConnection connection, IReadOnlyDictionary<string, long> sizes)
    {
        string[] unknown = Unknown(connection, sizes.Keys);
        foreach (string digest in unknown)
        {
            connection.Execute($"INSERT INTO blobs (digest, size, created_at, state) VALUES (@1, @2, @3, {Deleting})", digest, sizes[digest], connection.NowTicks);
        }

        return [.. unknown.Select(digest => (digest, sizes[digest]))];
    }

    /// <summary>Whether a blob was announced or stored after a time.</summary>
    public static bool IsRecent(StoreConnection connection, string digest, long latest) =>
        connection.Scalar("SELECT 1 FROM blobs WHERE digest = @1 AND seen_at > @2", digest, latest) is not null;

    /// <summary>The digests of blobs that are being deleted.</summary>
    public static List<string> BeingDeleted(StoreConnection connection) =>
        connection.Query($"SELECT digest FROM blobs WHERE state = {Deleting}", row => row.GetString(0));

    /// <summary>The digests of blobs that were announced at or before a time, without a commit since.</summary>
    public static List<string> Abandoned(StoreConnection connection, long latest) =>
        connection.Query($"SELECT digest FROM blobs b WHERE state = {Announced} AND {IsUnreferenced()}", row => row.GetString(0), latest);

    /// <summary>Deletes the rows of blobs whose bytes are deleted.</summary>
    public static int Forget(StoreConnection connection, IEnumerable<string> digests) => connection.Execute(
        $"DELETE FROM blobs WHERE state = {Deleting} AND digest IN (SELECT value FROM json_each(@1))", SqlList.Of(digests));

    /// <summary>Takes back a mark, because the bytes cannot be deleted.</summary>
    public static int Unmark(StoreConnection connection, string digest) => connection.Execute($"UPDATE blobs SET state = 0 WHERE state = {Deleting} AND digest = @1", digest);

    /// <summary>Returns the unknown blobs: those without a row that no artifact refers to.</summary>
    public static string[] Unknown(StoreConnection connection, IEnumerable<string> digests) =>
    [
        .. connection.Query(
            $"SELECT d.value FROM json_each(@1) AS d WHERE d.value NOT IN (SELECT digest FROM blobs) AND NOT {BlobReferences.Any("d.value")}",
            row => row.GetString(0),
            SqlList.Of(digests)),
    ];
}
