using ExperimentTracker.Contracts.Stores;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// How connections to a server are opened. Passwords come from the credentials of the user, or else from what every client of PostgreSQL reads: <c>PGPASSWORD</c>,
/// <c>PGPASSFILE</c> and <c>~/.pgpass</c>. A server elsewhere must prove its identity by TLS.
/// </summary>
internal static class Connections
{
    private const int ConnectSeconds = 15;
    private const int StatementSeconds = 600;

    /// <summary>Returns the source of connections to the database of a store.</summary>
    /// <param name="address">The address.</param>
    /// <param name="credentials">The login, if the user gave one.</param>
    /// <param name="isPooled">Whether a pooler stands before the server, where a statement that one transaction prepared is unknown to the next.</param>
    public static NpgsqlDataSource To(StoreAddress address, IStoreCredentials? credentials, bool isPooled = false)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Database = address.Database,
            Username = credentials?.User ?? address.User,
            SslMode = address.IsLoopback ? SslMode.Prefer : SslMode.VerifyFull,
            RootCertificate = address.RootCertificate,
            ApplicationName = "ExperimentTracker",
            Timeout = ConnectSeconds,
            CommandTimeout = StatementSeconds,
            CancellationTimeout = -1,
            KeepAlive = 30,

            // PostgresDatabase keeps connections itself.
            Pooling = false,
            MaxAutoPrepare = isPooled ? 0 : 300,
            AutoPrepareMinUsages = 2,
            PersistSecurityInfo = false,
        };

        // A password of the environment is for no server in particular, and an address can come from a file: a server that asks for the password itself, or for its
        // MD5 hash, does not get it. With SCRAM the server learns nothing that it did not know; None is for certificates.
        if (credentials is null && !address.IsLoopback) builder.RequireAuth = "ScramSHA256,GSS,SSPI,None";
        if (credentials is null) return NpgsqlDataSource.Create(builder);
        var source = new NpgsqlDataSourceBuilder(builder.ConnectionString);
        source.UsePasswordProvider(_ => credentials.GetPassword(), (_, _) => ValueTask.FromResult(credentials.GetPassword()));
        return source.Build();
    }
}
