using System.Buffers.Binary;
using ExperimentTracker.Storage.Postgres.Engine;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Liveness;

/// <summary>
/// Shows other processes that this one lives: a row that it updates regularly, by the clock of the server, and an advisory lock of a session of the server. A
/// dropped connection does not make it look dead, because both must be missing. Behind a pooler there is only the row: a lock would belong to a session that other
/// processes use, and that outlasts this one. It uses a connection of its own, which waits for no
/// transaction of the store.
/// </summary>
/// <param name="database">The database.</param>
internal sealed class ServerSession(PostgresDatabase database) : IDisposable
{
    private readonly object gate = new();
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly long key = BinaryPrimitives.ReadInt64LittleEndian(Guid.NewGuid().ToByteArray());
    private NpgsqlConnection? connection;
    private Timer? timer;
    private bool isClosed;

    /// <summary>Begins to show that this process lives.</summary>
    /// <returns>The id of the session, which its runs record.</returns>
    public string Begin()
    {
        database.CheckWritable();
        lock (gate)
        {
            if (timer is not null) return id;
            database.RunRepeated(
                () =>
                {
                    connection?.Dispose();
                    connection = null;
                    Beat();
                    return 0;
                },
                CancellationToken.None);
            TimeSpan interval = database.Options.BeatInterval;
            timer = new Timer(_ => TryBeat(), null, interval, interval);
            return id;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (isClosed) return;
            isClosed = true;
            timer?.Dispose();
            try
            {
                // The row of a process that leaves a run behind says when it was last alive.
                if (connection is not null) Run($"DELETE FROM {database.QuotedSchema}.sessions s WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM {database.QuotedSchema}.runs WHERE owner_lock = s.id AND status = 1)");
            }
            catch (Exception e) when (PostgresErrors.Of(database.Path, e) is not null)
            {
                // The next look of another process deletes it.
            }

            connection?.Dispose();
        }
    }

    // What fails is tried again by the next one: a server that restarts, or a network that is gone for a while.
    private void TryBeat()
    {
        if (!Monitor.TryEnter(gate)) return;
        try
        {
            if (!isClosed) Beat();
        }
        catch (Exception e) when (PostgresErrors.Of(database.Path, e) is not null || e is InvalidOperationException)
        {
            connection?.Dispose();
            connection = null;
        }
        finally
        {
            Monitor.Exit(gate);
        }
    }

    private void Beat()
    {
        if (connection is null)
        {
            connection = database.OpenPlain();
            if (!database.IsPooled) Lock();

            // Nobody asks for the outcome of a transaction of yesterday.
            using var forgetting = new NpgsqlCommand($"DELETE FROM {database.QuotedSchema}.commits WHERE committed_at < now() - interval '1 day'", connection);
            forgetting.ExecuteNonQuery();
        }

        Run($"INSERT INTO {database.QuotedSchema}.sessions VALUES ($1, $2, clock_timestamp()) ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at", key);
    }

    private void Lock()
    {
        // The server notices within a minute that the machine of the client is gone, and releases the lock.
        using var settings = new NpgsqlCommand("SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3", connection);
        settings.ExecuteNonQuery();
        using var locking = new NpgsqlCommand("SELECT 1 FROM pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = key } } };
        locking.ExecuteNonQuery();
    }

    private void Run(string sql, params object[] more)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        foreach (object value in more) command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }
}
