using ExperimentTracker.Contracts.Stores;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>Opens connections to the server of a store. Asks for a new token when the server refuses one that has expired, and finds out whether there is a pooler.</summary>
internal sealed class ServerConnections(StoreAddress address, IStoreCredentials? credentials) : IDisposable
{
    private NpgsqlDataSource source = Connections.To(address, credentials);

    /// <summary>Whether the server was reached.</summary>
    public bool IsReached { get; private set; }

    /// <summary>Whether a pooler stands before the server. Then nothing of a session lasts longer than a transaction, or it lasts when this process has ended.</summary>
    public bool IsPooled { get; private set; }

    /// <summary>Opens a connection, which belongs to the caller.</summary>
    /// <exception cref="NpgsqlException">The server cannot be reached, or refuses the login.</exception>
    public NpgsqlConnection Open()
    {
        NpgsqlConnection connection = OpenRenewed();
        if (IsReached) return connection;

        // A pooler has given the client the number of a process of its own, and the server tells another.
        try
        {
            using var asking = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
            IsPooled = (int)asking.ExecuteScalar()! != connection.ProcessID;
            IsReached = true;
            if (!IsPooled) return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        source.Dispose();
        source = Connections.To(address, credentials, isPooled: true);
        return OpenRenewed();
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private NpgsqlConnection OpenRenewed()
    {
        try
        {
            return source.OpenConnection();
        }
        catch (PostgresException e) when (PostgresErrors.IsRefusedPassword(e) && credentials?.Renew() == true)
        {
            // A token that was kept has expired.
            return source.OpenConnection();
        }
    }
}
