namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Sees commits by the number that SQLite has for it (<c>PRAGMA data_version</c>, https://www.sqlite.org/pragma.html#pragma_data_version): it changes for a connection when
/// another one has committed, in this process or another, and is read without a transaction. So this connection does nothing else. The connection of a database in memory
/// is the only one, which counts its own commits.
/// </summary>
/// <param name="connect">Opens a connection; <see langword="null"/> for a database in memory.</param>
internal sealed class CommitWatch(Func<SqliteStoreConnection>? connect) : IDisposable
{
    private readonly object gate = new();
    private SqliteStoreConnection? connection;
    private long opened;
    private long commits;

    /// <summary>Called when the only connection has committed.</summary>
    public void Committed() => Interlocked.Increment(ref commits);

    /// <summary>What differs after each commit. A connection that was opened again does not know what happened before, so this differs too.</summary>
    public (long Opened, long Version) Look()
    {
        if (connect is null) return (0, Interlocked.Read(ref commits));
        lock (gate)
        {
            if (connection is null) (connection, opened) = (connect(), opened + 1);
            return (opened, connection.Number("PRAGMA data_version")!.Value);
        }
    }

    /// <summary>Closes the connection until the next look.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            connection?.Dispose();
            connection = null;
        }
    }
}
