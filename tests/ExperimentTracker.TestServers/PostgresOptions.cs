namespace ExperimentTracker.TestServers;

/// <summary>How a server of the tests is set up.</summary>
public sealed record PostgresOptions
{
    /// <summary>Flushes to the disk, as servers do by default. Without it a crash of the system, not one of the server, can lose what was committed.</summary>
    public bool Durable { get; init; }

    /// <summary>Accepts only encrypted connections, with a certificate of an authority of the tests' own: see <see cref="PostgresServer.RootCertificate"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>Further settings of postgresql.conf, by name. They override those of the tests.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
