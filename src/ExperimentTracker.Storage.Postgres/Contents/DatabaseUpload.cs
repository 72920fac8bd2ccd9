using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres.Engine;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Contents;

/// <summary>An upload in parts. Each is committed, so that one whose connection fails is sent again alone.</summary>
internal sealed class DatabaseUpload : IObjectUpload
{
    private readonly PostgresDatabase database;
    private readonly string key;
    private readonly long pk;
    private long size;
    private bool isComplete;

    public DatabaseUpload(PostgresDatabase database, string key, CancellationToken cancellation)
    {
        this.database = database;
        this.key = key;
        pk = database.WriteUnlocked(
            connection =>
            {
                long next = connection.NewKey()!.Value;
                connection.Execute("INSERT INTO objects (pk, key, written_at) VALUES (@1, @2, @3)", next, key, connection.NowTicks);
                return next;
            },
            cancellation);
    }

    public void Add(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        database.WriteUnlocked(
            connection =>
            {
                ObjectParts.Add(connection, pk, size, part);
                return 0;
            },
            cancellation);
        size += part.Length;
    }

    public bool Complete(bool overwrite, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                Finish(overwrite, cancellation);
                return isComplete = true;
            }
            catch (TrackerException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                if (!overwrite) return false;
            }
        }
    }

    // If the server cannot be reached, a check names what is left, and a garbage collection deletes it.
    public void Dispose()
    {
        if (isComplete) return;
        isComplete = true;
        try
        {
            if (!database.IsDisposed) database.WriteUnlocked(connection => connection.Execute("DELETE FROM objects WHERE pk = @1 AND size IS NULL", pk), CancellationToken.None);
        }
        catch (TrackerException)
        {
        }
    }

    private void Finish(bool overwrite, CancellationToken cancellation) => database.WriteUnlocked(
        connection =>
        {
            if (overwrite) connection.Post("DELETE FROM objects WHERE key = @1 AND size IS NOT NULL", key);
            return connection.Execute("UPDATE objects SET size = @2, written_at = @3 WHERE pk = @1 AND size IS NULL", pk, size, connection.NowTicks) > 0
                ? 0
                : throw StoreErrors.Unavailable(database.Path, new IOException("a garbage collection deleted the upload, because it had taken too long."));
        },
        cancellation);
}
