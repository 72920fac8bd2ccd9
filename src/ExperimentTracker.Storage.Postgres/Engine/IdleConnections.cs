using System.Collections.Concurrent;
using System.Data;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>The connections of a store that are open and not in use, for the next transactions.</summary>
/// <param name="open">Opens another one.</param>
internal sealed class IdleConnections(Func<CancellationToken, PostgresConnection> open) : IDisposable
{
    private readonly ConcurrentBag<PostgresConnection> idle = [];
    private volatile bool disposed;

    /// <summary>Returns a connection for a transaction.</summary>
    public PostgresConnection Take(CancellationToken cancellation)
    {
        PostgresConnection? connection;

        // A connection that the server or the network has closed meanwhile is not used again.
        while (idle.TryTake(out connection) && connection.Inner.State != ConnectionState.Open) connection.Dispose();
        connection ??= open(cancellation);
        connection.Cancellation = cancellation;
        return connection;
    }

    /// <summary>Keeps a connection whose transaction has ended.</summary>
    public void Return(PostgresConnection connection)
    {
        connection.Cancellation = CancellationToken.None;
        if (disposed) connection.Dispose();
        else idle.Add(connection);
    }

    /// <summary>Closes them.</summary>
    public void Close()
    {
        while (idle.TryTake(out PostgresConnection? connection)) connection.Dispose();
    }

    /// <summary>Closes them, and those that are returned later.</summary>
    public void Dispose()
    {
        disposed = true;
        Close();
    }
}
