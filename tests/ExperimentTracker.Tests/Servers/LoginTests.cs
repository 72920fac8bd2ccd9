using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres.Engine;
using Npgsql;

namespace ExperimentTracker.Tests.Servers;

/// <summary>Which server gets a password. Its name is not one of this machine by convention, so it must prove its identity, and it does.</summary>
[NeedsPostgres]
public sealed class LoginTests : IDisposable
{
    private readonly PostgresServer server = new(new() { Tls = true });
    private readonly string? before = Environment.GetEnvironmentVariable("PGPASSFILE");

    public LoginTests() => Environment.SetEnvironmentVariable("PGPASSFILE", server.PasswordFile);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PGPASSFILE", before);
        server.Dispose();
    }

    [Theory]
    [InlineData("scram-sha-256", true)]
    [InlineData("password", false)]
    [InlineData("md5", false)]
    public void A_server_that_would_learn_the_password_of_the_environment_does_not_get_it(string method, bool isAnswered)
    {
        PostgresLogin login = NewLogin(method);
        if (PostgresServer.OtherHost is { } name)
        {
            Assert.Equal(isAnswered, CanConnect(name, login, null));
            Assert.True(CanConnect(name, login, new Given(login)));
        }

        Assert.True(CanConnect("localhost", login, null));
    }

    private PostgresLogin NewLogin(string method)
    {
        PostgresLogin login = server.NewRole();
        if (method == "md5") server.Execute($"SET password_encryption = 'md5'; ALTER ROLE {login.User} PASSWORD '{login.Password}'");
        string rules = (string)server.Execute("SHOW hba_file")!;
        File.WriteAllText(rules, $"hostssl all {login.User} 127.0.0.0/8 {method}\n{File.ReadAllText(rules)}");
        server.Execute("SELECT pg_reload_conf()");
        return login;
    }

    private bool CanConnect(string host, PostgresLogin login, IStoreCredentials? credentials)
    {
        var address = StoreAddress.Parse($"postgres://{login.User}@{host}:{server.Port}/postgres?sslrootcert={Uri.EscapeDataString(server.RootCertificate!)}");
        using NpgsqlDataSource source = Connections.To(address, credentials);
        try
        {
            using NpgsqlConnection connection = source.OpenConnection();
            return true;
        }
        catch (NpgsqlException e)
        {
            Assert.Equal("StoreLoginFailed", PostgresErrors.Of(address.Text, e)?.ErrorId);
            return false;
        }
    }

    private sealed class Given(PostgresLogin login) : IStoreCredentials
    {
        public string User => login.User;

        public string GetPassword() => login.Password;
    }
}
