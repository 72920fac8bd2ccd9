using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace ExperimentTracker.TestServers;

/// <summary>
/// A PostgreSQL server of the tests: on a free port of the loopback address, with its files in a temporary folder, as an ordinary user, with passwords
/// (SCRAM), and with the order of words of English as servers of users have it. It ends with this process, however that ends, and leaves nothing.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgresServer> OfProcess = new(() => new());
    private static int names;
    private readonly ScratchFolder folder;
    private readonly ServerCertificate? certificate;
    private Process? process;

    /// <summary>Creates a server and starts it.</summary>
    /// <exception cref="ServerException">It does not start. The message has the end of its log.</exception>
    public PostgresServer(PostgresOptions? options = null)
    {
        if (Obstacle is not null) throw new ServerException(Obstacle);
        options ??= new();
        folder = new();
        Admin = new("admin", NewPassword());
        PostgresFiles.Create(folder, Admin);
        certificate = options.Tls ? ServerCertificate.Create(folder.Path) : null;
        // Another process can take the port between the choice and the start.
        for (int attempt = 1; ; attempt++)
        {
            Port = FreePort.Find();
            PostgresFiles.Configure(folder, Port, options, certificate);
            if (TryStart() is not { } failure) break;
            if (attempt < 10 && failure.Contains("Address already in use", StringComparison.Ordinal)) continue;
            folder.Dispose();
            throw new ServerException($"PostgreSQL did not start: {failure}");
        }

        Remember(Admin);
    }

    /// <summary>Why no server can be started here, or <see langword="null"/>.</summary>
    public static string? Obstacle { get; } = PostgresPrograms.Obstacle ?? ScratchFolder.Obstacle;

    /// <summary>The server that all tests of this process share. It is started at the first use.</summary>
    public static PostgresServer Shared => OfProcess.Value;

    /// <summary>The address that the server listens on, which no certificate names.</summary>
    public static string Host => "127.0.0.1";

    /// <summary>
    /// Another name of this machine that the server can be reached by, and which is no name of the loopback address by convention, as "localhost" is;
    /// or <see langword="null"/> when the name of this machine is not one. The certificate names both.
    /// </summary>
    public static string? OtherHost => ServerCertificate.MachineName;

    /// <summary>The port. It stays the same.</summary>
    public int Port { get; private set; }

    /// <summary>The superuser.</summary>
    public PostgresLogin Admin { get; }

    /// <summary>A file of passwords in the format of pgpass, with those of all roles of <see cref="NewRole"/>.</summary>
    public string PasswordFile => folder.Sub("pgpass");

    /// <summary>The file of the root certificate that the server's is signed by, or <see langword="null"/> without TLS.</summary>
    public string? RootCertificate => certificate?.RootPath;

    /// <summary>What the server logged.</summary>
    public string Log => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    internal ScratchFolder Folder => folder;

    private string LogPath => folder.Sub("postgres.log");

    /// <summary>The text by which Npgsql connects.</summary>
    /// <param name="database">The database.</param>
    /// <param name="login">The role; without it the superuser.</param>
    /// <param name="port">The port of a proxy or a pooler before this server.</param>
    public string ConnectionString(string database = "postgres", PostgresLogin? login = null, int? port = null) => new NpgsqlConnectionStringBuilder
    {
        Host = certificate is null ? Host : "localhost",
        Port = port ?? Port,
        Database = database,
        Username = (login ?? Admin).User,
        Password = (login ?? Admin).Password,
        SslMode = certificate is null ? SslMode.Disable : SslMode.VerifyFull,
        RootCertificate = RootCertificate,
    }.ConnectionString;

    /// <summary>The address of a store in a schema, without a password.</summary>
    /// <param name="database">The database.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="login">The role; without it the superuser.</param>
    /// <param name="port">The port of a proxy or a pooler before this server.</param>
    public string Address(string database, string schema, PostgresLogin? login = null, int? port = null) => string.Create(
        CultureInfo.InvariantCulture, $"postgres://{(login ?? Admin).User}@{Host}:{port ?? Port}/{database}?schema={schema}");

    /// <summary>Creates a database, which takes longer than a schema: it is a copy of another.</summary>
    /// <param name="owner">The role that it belongs to; without it the superuser.</param>
    /// <returns>Its name.</returns>
    public string NewDatabase(PostgresLogin? owner = null)
    {
        string name = NewName("database");
        Execute($"CREATE DATABASE {name} OWNER {(owner ?? Admin).User}");
        return name;
    }

    /// <summary>A name that no schema has. Nothing is created.</summary>
    public static string NewSchemaName() => NewName("schema");

    /// <summary>Creates a role that can log in and is a member of other roles.</summary>
    public PostgresLogin NewRole(params string[] memberOf)
    {
        var login = new PostgresLogin(NewName("role"), NewPassword());
        string membership = memberOf.Length > 0 ? $" IN ROLE {string.Join(", ", memberOf.Select(r => $"\"{r}\""))}" : "";
        Execute($"CREATE ROLE {login.User} LOGIN PASSWORD '{login.Password}'{membership}");
        Remember(login);
        return login;
    }

    /// <summary>Runs a statement as the superuser, on a connection of its own.</summary>
    /// <returns>The first column of the first row, or <see langword="null"/>.</returns>
    public object? Execute(string sql, string database = "postgres")
    {
        using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>Disconnects all clients, stops the server and waits until it has ended.</summary>
    public void Stop() => End(() => SystemCalls.Signal(process!.Id, SystemCalls.SigInt));

    /// <summary>Kills all processes of the server at once, as a failure of the machine would (SIGKILL), and waits until they have ended.</summary>
    public void Kill() => End(() =>
    {
        SystemCalls.Signal(process!.Id, SystemCalls.SigKill);
        foreach (int id in folder.Running(PostgresFiles.Data)) SystemCalls.Signal(id, SystemCalls.SigKill);
    });

    /// <summary>Starts the server again, on the same port and files, and waits until it accepts connections.</summary>
    /// <exception cref="ServerException">It does not start.</exception>
    public void Start()
    {
        long started = Stopwatch.GetTimestamp();
        while (TryStart() is { } failure)
        {
            // Another process can use the port for a moment.
            if (!failure.Contains("Address already in use", StringComparison.Ordinal) || Stopwatch.GetElapsedTime(started) > Timeout)
                throw new ServerException($"PostgreSQL did not start again: {failure}");
        }
    }

    /// <summary>Stops the server and starts it again.</summary>
    public void Restart()
    {
        Stop();
        Start();
    }

    /// <summary>Ends the server and deletes its files.</summary>
    public void Dispose()
    {
        if (process is not null) Stop();
        folder.Dispose();
    }

    private static string NewName(string kind) => string.Create(
        CultureInfo.InvariantCulture, $"{kind}_{Environment.ProcessId}_{Interlocked.Increment(ref names)}");

    private static string NewPassword() => Convert.ToHexString(RandomNumberGenerator.GetBytes(12));

    // Null, or why it did not start.
    private string? TryStart()
    {
        string data = folder.Sub(PostgresFiles.Data), state = Path.Combine(data, "postmaster.pid");
        long logged = File.Exists(LogPath) ? new FileInfo(LogPath).Length : 0;
        process = ServerUser.Start(data, LogPath, PostgresPrograms.PathOf("postgres"), "-D", data);
        long started = Stopwatch.GetTimestamp();
        while (!IsReady(state))
        {
            if (!process.HasExited && Stopwatch.GetElapsedTime(started) < Timeout)
            {
                Thread.Sleep(5);
                continue;
            }

            if (!process.HasExited) Kill();
            process = null;
            using FileStream log = File.OpenRead(LogPath);
            log.Position = logged;
            return new StreamReader(log).ReadToEnd();
        }

        return null;
    }

    // As pg_ctl does: the first line is the process, and the eighth its state.
    private bool IsReady(string state)
    {
        try
        {
            string[] lines = File.ReadAllLines(state);
            return lines.Length >= 8 && lines[0] == process!.Id.ToString(CultureInfo.InvariantCulture) && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void End(Action end)
    {
        if (process is null) throw new ServerException("The server is not running.");
        end();
        if (!process.WaitForExit(Timeout)) throw new ServerException($"The server did not end: {Log}");
        process.Dispose();
        process = null;
        if (!SpinWait.SpinUntil(() => !folder.Running(PostgresFiles.Data).Any(), Timeout)) throw new ServerException($"Processes of the server did not end: {Log}");
    }

    private void Remember(PostgresLogin login)
    {
        lock (folder)
        {
            File.AppendAllLines(PasswordFile, [string.Create(CultureInfo.InvariantCulture, $"*:*:*:{login.User}:{login.Password}")]);
            File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
