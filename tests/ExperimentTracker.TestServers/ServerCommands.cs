using System.Globalization;
using System.Text.Json;

namespace ExperimentTracker.TestServers;

/// <summary>The servers of the program, and its commands.</summary>
internal sealed class ServerCommands : IDisposable
{
    private readonly PostgresServer server;
    private readonly PgBouncer? pooler;
    private readonly NetworkProxy? network;

    /// <summary>Starts the servers that the arguments name: PostgreSQL always, with the options "tls" and "durable", and "pgbouncer" and "network" before it.</summary>
    public ServerCommands(string[] options)
    {
        server = new(new() { Tls = options.Contains("tls"), Durable = options.Contains("durable") });
        if (options.Contains("pgbouncer")) pooler = new(server);
        if (options.Contains("network")) network = new(pooler?.Port ?? server.Port);
    }

    private NetworkProxy Network => network ?? throw new ServerException("There is no proxy. Start the program with 'network'.");

    /// <summary>Why the servers cannot be started here, or <see langword="null"/>.</summary>
    public static string? FindObstacle(string[] options) => options.Contains("pgbouncer") ? PgBouncer.Obstacle : PostgresServer.Obstacle;

    /// <summary>The addresses, as a JSON object.</summary>
    public string Describe() => JsonSerializer.Serialize(new
    {
        PostgresServer.Host,
        server.Port,
        PoolerPort = pooler?.Port,
        NetworkPort = network?.Port,
        server.Admin.User,
        server.Admin.Password,
        server.PasswordFile,
        server.RootCertificate,
        PostgresServer.OtherHost,
    });

    /// <summary>Runs a command.</summary>
    /// <returns>Its result.</returns>
    public string Run(string command, string[] arguments)
    {
        switch (command)
        {
            case "database": return server.NewDatabase();
            case "schema": return PostgresServer.NewSchemaName();
            case "role": return JsonSerializer.Serialize(server.NewRole(arguments));
            case "execute": return Convert.ToString(server.Execute(arguments[1], arguments[0]), CultureInfo.InvariantCulture) ?? "";
            case "log": return server.Log;
            case "stop": server.Stop(); return "";
            case "kill": server.Kill(); return "";
            case "start": server.Start(); return "";
            case "restart": server.Restart(); return "";
            case "latency": Network.Latency = TimeSpan.FromMilliseconds(double.Parse(arguments[0], CultureInfo.InvariantCulture)); return "";
            case "traffic": return JsonSerializer.Serialize(Network.Traffic);
            case "cut": Network.Cut(); return "";
            case "lose": Network.LoseAnswerTo(arguments[0]); return "";
            case "swallow": Network.Swallow(); return "";
            case "refuse": Network.Refuse(); return "";
            case "pass": Network.Pass(); return "";
            default: throw new ServerException($"There is no command '{command}'.");
        }
    }

    public void Dispose()
    {
        network?.Dispose();
        pooler?.Dispose();
        server.Dispose();
    }
}
