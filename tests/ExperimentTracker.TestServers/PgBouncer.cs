using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ExperimentTracker.TestServers;

/// <summary>
/// PgBouncer before a server of the tests: a pooler in transaction mode, where each transaction of a client may use another connection to the server. So
/// nothing of a session lasts. All roles of the server can log in.
/// </summary>
public sealed class PgBouncer : IDisposable
{
    private const string Program = "pgbouncer";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly PostgresServer server;
    private readonly Process process;
    private readonly string folder;

    /// <summary>Starts PgBouncer before a server. It ends before the server does.</summary>
    /// <param name="server">The server.</param>
    /// <param name="connections">The number of connections to it, for each database and role.</param>
    /// <exception cref="ServerException">It does not start. The message has the end of its log.</exception>
    public PgBouncer(PostgresServer server, int connections = 4)
    {
        if (Obstacle is not null) throw new ServerException(Obstacle);
        this.server = server;
        folder = server.Folder.MakeOwned(string.Create(CultureInfo.InvariantCulture, $"pgbouncer-{Guid.NewGuid():N}"));
        for (int attempt = 1; ; attempt++)
        {
            Port = FreePort.Find();
            Configure(connections);
            process = ServerUser.Start(folder, LogPath, Programs.Find(Program)!, "pgbouncer.ini");
            if (WaitUntilReady()) return;
            process.Dispose();
            if (attempt == 10 || !Log.Contains("ddress already in use", StringComparison.Ordinal)) throw new ServerException($"PgBouncer did not start: {Log}");
        }
    }

    /// <summary>Why PgBouncer cannot be started here, or <see langword="null"/>.</summary>
    public static string? Obstacle { get; } = PostgresServer.Obstacle
        ?? (Programs.Find(Program) is null ? $"'{Program}' is not on the PATH of this machine; on Debian: apt-get install {Program}." : null);

    /// <summary>The port, at the address of the server: see <see cref="PostgresServer.ConnectionString"/>.</summary>
    public int Port { get; private set; }

    /// <summary>What it logged.</summary>
    public string Log => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    private string LogPath => server.Folder.Sub($"{Path.GetFileName(folder)}.log");

    /// <summary>The text by which Npgsql connects through PgBouncer, which does not encrypt its clients' connections.</summary>
    /// <param name="database">The database.</param>
    /// <param name="login">The role; without it the superuser.</param>
    public string ConnectionString(string database = "postgres", PostgresLogin? login = null) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(database, login, Port)) { SslMode = SslMode.Disable, RootCertificate = null }.ConnectionString;

    /// <summary>Ends PgBouncer and waits for it.</summary>
    public void Dispose()
    {
        SystemCalls.Signal(process.Id, SystemCalls.SigKill);
        process.WaitForExit();
        process.Dispose();
    }

    private void Configure(int connections)
    {
        string tls = server.RootCertificate is { } root ? $"server_tls_sslmode = verify-full\nserver_tls_ca_file = {root}" : "server_tls_sslmode = disable";
        // What PostgreSQL keeps of a password serves here as well, when it is the same on both sides. So one query finds the roles that tests create.
        File.WriteAllText(Path.Combine(folder, "pgbouncer.ini"), string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host={(server.RootCertificate is null ? PostgresServer.Host : "localhost")} port={server.Port}
            [pgbouncer]
            listen_addr = {PostgresServer.Host}
            listen_port = {Port}
            unix_socket_dir =
            pool_mode = transaction
            default_pool_size = {connections}
            max_client_conn = 500
            auth_type = scram-sha-256
            auth_file = {Path.Combine(folder, "users.txt")}
            auth_user = {server.Admin.User}
            auth_query = SELECT rolname, rolpassword FROM pg_authid WHERE rolname = $1 AND rolcanlogin
            {tls}

            """));
        File.WriteAllText(Path.Combine(folder, "users.txt"), $"\"{server.Admin.User}\" \"{server.Admin.Password}\"\n");
        ServerUser.Own(folder);
    }

    private bool WaitUntilReady()
    {
        string ready = string.Create(CultureInfo.InvariantCulture, $"listening on {PostgresServer.Host}:{Port}");
        return SpinWait.SpinUntil(() => process.HasExited || Log.Contains(ready, StringComparison.Ordinal), Timeout) && !process.HasExited;
    }
}
