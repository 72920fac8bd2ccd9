using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;

namespace ExperimentTracker.Tests.Servers;

[NeedsPostgres]
public class PostgresServerTests
{
    private static PostgresServer Server => PostgresServer.Shared;

    [Fact]
    public void Roles_log_in_with_their_password_only()
    {
        PostgresLogin role = Server.NewRole();
        Assert.Equal(role.User, Query(Server.ConnectionString(login: role), "SELECT current_user::text"));
        Assert.False((bool)Query(Server.ConnectionString(login: role), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")!);
        var wrong = Assert.Throws<PostgresException>(() => Query(Server.ConnectionString(login: role with { Password = "wrong" }), "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, wrong.SqlState);
    }

    [Fact]
    public void Passwords_are_found_in_the_password_file()
    {
        PostgresLogin role = Server.NewRole();
        var settings = new NpgsqlConnectionStringBuilder(Server.ConnectionString(login: role)) { Password = null, Passfile = Server.PasswordFile };
        Assert.Equal(role.User, Query(settings.ConnectionString, "SELECT current_user::text"));
    }

    [Fact]
    public void New_databases_belong_to_their_owner()
    {
        PostgresLogin role = Server.NewRole();
        string database = Server.NewDatabase(role);
        Query(Server.ConnectionString(database, role), $"CREATE SCHEMA {PostgresServer.NewSchemaName()}");
        Assert.NotEqual(database, Server.NewDatabase());
    }

    [Fact]
    public void Runs_as_an_ordinary_user_and_listens_to_this_machine_only()
    {
        // A process that lives as long as the server.
        int id = (int)Server.Execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")!;
        string user = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
        Assert.NotEqual("0", user);
        // "sl local_address remote_address state": addresses are hexadecimal, and 0A is the state of a listener.
        string port = $":{Server.Port:X4}";
        string[] listening = [.. File.ReadLines("/proc/net/tcp").Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f[3] == "0A" && f[1].EndsWith(port, StringComparison.Ordinal)).Select(f => f[1])];
        Assert.All(Assert.IsType<string[]>(listening), address => Assert.EndsWith("7F" + port, address, StringComparison.Ordinal));
        Assert.NotEmpty(listening);
    }

    [Fact]
    public void Keeps_what_was_committed_when_it_is_killed()
    {
        using var server = new PostgresServer(new() { Durable = true });
        int port = server.Port;
        server.Execute("CREATE TABLE kept (value int)");
        using var connection = new NpgsqlConnection(server.ConnectionString());
        connection.Open();
        for (int i = 1; i <= 2; i++)
        {
            server.Execute($"INSERT INTO kept VALUES ({i})");
            server.Kill();
            Assert.ThrowsAny<NpgsqlException>(() => server.Execute("SELECT 1"));
            server.Start();
            Assert.Equal(port, server.Port);
            Assert.Equal((long)i, server.Execute("SELECT count(*) FROM kept"));
        }

        Assert.ThrowsAny<NpgsqlException>(() => new NpgsqlCommand("SELECT 1", connection).ExecuteScalar());
        server.Restart();
        Assert.Equal("on", server.Execute("SHOW fsync"));
    }

    [Fact]
    public void Encrypts_with_a_certificate_that_can_be_verified()
    {
        using var server = new PostgresServer(new() { Tls = true });
        using var other = new PostgresServer(new() { Tls = true });
        const string isEncrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString());
        Assert.Equal((SslMode.VerifyFull, "localhost"), (settings.SslMode, settings.Host));
        Assert.Equal(true, Query(settings.ConnectionString, isEncrypted));

        settings.Host = PostgresServer.Host;
        Assert.ThrowsAny<NpgsqlException>(() => Query(settings.ConnectionString, isEncrypted));
        settings.SslMode = SslMode.VerifyCA;
        Assert.Equal(true, Query(settings.ConnectionString, isEncrypted));
        settings.RootCertificate = other.RootCertificate;
        Assert.ThrowsAny<NpgsqlException>(() => Query(settings.ConnectionString, isEncrypted));
        settings.RootCertificate = null;
        settings.SslMode = SslMode.Disable;
        Assert.ThrowsAny<NpgsqlException>(() => Query(settings.ConnectionString, isEncrypted));

        if (PostgresServer.OtherHost is not { } name) return;
        var named = new NpgsqlConnectionStringBuilder(server.ConnectionString()) { Host = name };
        Assert.Equal(true, Query(named.ConnectionString, isEncrypted));
    }

    [Fact]
    public void Several_servers_start_at_once()
    {
        PostgresServer[] servers = new PostgresServer[3];
        Parallel.For(0, servers.Length, i => servers[i] = new());
        Assert.Equal(servers.Length, servers.Select(s => s.Port).Distinct().Count());
        for (int i = 0; i < servers.Length; i++) servers[i].Execute($"CREATE TABLE of_{i} ()");
        for (int i = 0; i < servers.Length; i++) Assert.Equal($"of_{i}", servers[i].Execute("SELECT relname::text FROM pg_class WHERE relname LIKE 'of\\__'"));
        foreach (PostgresServer server in servers) server.Dispose();
        Assert.All(servers, s => Assert.False(File.Exists(s.PasswordFile)));
    }

    [Fact]
    public void Nothing_is_left_when_the_process_that_started_it_is_killed()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ExperimentTracker.TestServers.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string[] answer = process.StandardOutput.ReadLine()!.Split('\t');
        Assert.Equal("ready", answer[0]);
        JsonElement server = JsonDocument.Parse(answer[1]).RootElement;
        int port = server.GetProperty("Port").GetInt32();
        string folder = Path.GetDirectoryName(server.GetProperty("PasswordFile").GetString())!;
        Assert.True(Accepts(port));
        process.Kill(entireProcessTree: true);
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(folder), TimeSpan.FromSeconds(60)));
        Assert.False(Accepts(port));
    }

    private static bool Accepts(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(PostgresServer.Host, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static object? Query(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
