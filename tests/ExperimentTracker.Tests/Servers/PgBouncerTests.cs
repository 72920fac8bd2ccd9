using Npgsql;

namespace ExperimentTracker.Tests.Servers;

[NeedsPgBouncer]
public class PgBouncerTests
{
    [Fact]
    public async Task Clients_share_a_connection_by_transaction()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared, connections: 1);
        PostgresLogin role = PostgresServer.Shared.NewRole();
        using NpgsqlConnection one = Open(pooler, role), two = Open(pooler, role);
        Assert.Equal(role.User, Query(one, "SELECT current_user::text"));
        Assert.Equal(Query(one, "SELECT pg_backend_pid()"), Query(two, "SELECT pg_backend_pid()"));

        // While a transaction is open, the connection is its own.
        await using NpgsqlTransaction transaction = await one.BeginTransactionAsync();
        Query(one, "SELECT 1");
        using var waiting = new NpgsqlCommand("SELECT 2", two);
        Task<object?> second = waiting.ExecuteScalarAsync();
        Query(one, "SELECT 1");
        Assert.False(second.IsCompleted);
        await transaction.CommitAsync();
        Assert.Equal(2, await second);
    }

    [Fact]
    public void Stands_before_a_server_that_encrypts()
    {
        using var server = new PostgresServer(new() { Tls = true });
        using var pooler = new PgBouncer(server);
        using NpgsqlConnection connection = Open(pooler, server.NewRole());
        Assert.Equal(true, Query(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
    }

    private static NpgsqlConnection Open(PgBouncer pooler, PostgresLogin login)
    {
        var connection = new NpgsqlConnection($"{pooler.ConnectionString(login: login)};Pooling=false");
        connection.Open();
        return connection;
    }

    private static object? Query(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
