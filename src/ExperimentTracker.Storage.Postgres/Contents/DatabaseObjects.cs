using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres.Contents;

/// <summary>
/// Objects in tables of the store, so that a team needs no bucket to begin with. Each request is a transaction of its own, and none takes the lock of the store: however
/// long bytes are on the way, nobody waits. Errors are those of the store's server.
/// </summary>
/// <param name="database">The database of the store.</param>
internal sealed class DatabaseObjects(PostgresDatabase database) : IObjectStore
{
    /// <summary>The place of the objects within the store, for display.</summary>
    public const string Place = "objects";

    // The number of objects that are listed at a time.
    private const int PageSize = 1000;

    private const string DeleteObject = "DELETE FROM objects WHERE key = @1 AND size IS NOT NULL";

    public bool Put(string key, ReadOnlyMemory<byte> bytes, bool overwrite, CancellationToken cancellation) => database.WriteUnlocked(
        connection =>
        {
            long pk = connection.NewKey()!.Value;
            bool isWritten;
            do
            {
                if (overwrite) connection.Post(DeleteObject, key);
                isWritten = connection.Execute(
                    "INSERT INTO objects (pk, key, size, written_at) VALUES (@1, @2, @3, @4) ON CONFLICT (key) WHERE size IS NOT NULL DO NOTHING",
                    pk, key, (long)bytes.Length, connection.NowTicks) > 0;
            }
            while (!isWritten && overwrite); // Another client replaced it at the same time.
            if (isWritten) ObjectParts.Add(connection, pk, 0, bytes);
            return isWritten;
        },
        cancellation);

    public IObjectUpload BeginUpload(string key, CancellationToken cancellation) => new DatabaseUpload(database, key, cancellation);

    public long? SizeOf(string key, CancellationToken cancellation) =>
        database.Read(connection => connection.Number("SELECT size FROM objects WHERE key = @1 AND size IS NOT NULL", key), cancellation);

    public Stream? Open(string key, long offset, CancellationToken cancellation) => DatabaseContent.Open(database, key, offset, cancellation);

    public void Delete(string key, CancellationToken cancellation) => database.WriteUnlocked(connection => connection.Execute(DeleteObject, key), cancellation);

    public IEnumerable<StoredObject> List(string prefix, CancellationToken cancellation)
    {
        for (string after = ""; ;)
        {
            string last = after;
            List<StoredObject> page = database.Read(
                connection => connection.Query(
                    $"""
                    SELECT key, size, written_at FROM objects WHERE size IS NOT NULL AND key >= @1 AND starts_with(key, @1) AND key > @2 ORDER BY key LIMIT {PageSize}
                    """,
                    row => new StoredObject(row.GetString(0), row.GetInt64(1), row.GetUtcTime(2)),
                    prefix, last),
                cancellation);
            foreach (StoredObject found in page) yield return found;
            if (page.Count < PageSize) yield break;
            after = page[^1].Key;
        }
    }

    public IEnumerable<UnfinishedUpload> Unfinished(CancellationToken cancellation) => database.Read(
        connection => connection.Query(
            "SELECT key, CAST(pk AS text), written_at FROM objects WHERE size IS NULL ORDER BY pk",
            row => new UnfinishedUpload(row.GetString(0), row.GetString(1), row.GetUtcTime(2))),
        cancellation);

    public void Abort(UnfinishedUpload upload, CancellationToken cancellation) =>
        database.WriteUnlocked(connection => connection.Execute("DELETE FROM objects WHERE CAST(pk AS text) = @1 AND size IS NULL", upload.Id), cancellation);

    // The connections belong to the store.
    public void Dispose()
    {
    }
}
