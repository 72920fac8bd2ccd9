using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres;

namespace ExperimentTracker.Tests.Servers;

/// <summary>Logins with tokens that expire, as those of clouds do.</summary>
[NeedsPostgres]
public sealed class TokenTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void A_new_token_is_asked_for_when_the_server_refuses_the_one_that_was_kept()
    {
        PostgresServer server = PostgresServer.Shared;
        PostgresLogin login = server.NewRole();
        var tokens = new Tokens(login.Password);
        using IExperimentStore store = Open(server, login, tokens);
        Run run = store.NewRun();
        server.Execute($"ALTER ROLE {login.User} PASSWORD 'rotated'");
        server.Execute($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{login.User}'");
        tokens.Next = "rotated";
        store.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = new double[] { 1 }, Ticks = new long[] { 1 } }], None);
        Assert.Equal(1, store.Metrics.List([run.Id], None).Single().Count);
        Assert.True(tokens.Renewed > 0);
    }

    [Fact]
    public void A_token_that_stays_refused_is_an_error_that_does_not_show_it()
    {
        PostgresLogin login = PostgresServer.Shared.NewRole();
        var tokens = new Tokens("a-refused-token");
        TrackerException failure = Assert.Throws<TrackerException>(() => Open(PostgresServer.Shared, login, tokens));
        Assert.Equal("StoreLoginFailed", failure.ErrorId);
        Assert.DoesNotContain("a-refused-token", $"{failure}", StringComparison.Ordinal);
        Assert.Equal(1, tokens.Renewed);
    }

    [Fact]
    public void The_error_of_a_provider_that_fails_is_its_own()
    {
        PostgresLogin login = PostgresServer.Shared.NewRole();
        Assert.Equal("StoreTokenFailed", Assert.Throws<TrackerException>(() => Open(PostgresServer.Shared, login, new Tokens(null))).ErrorId);
    }

    private static IExperimentStore Open(PostgresServer server, PostgresLogin login, IStoreCredentials credentials)
    {
        string database = server.NewDatabase(login);
        return new PostgresEngine().Open(
            StoreAddress.Parse(server.Address(database, "tokens", login)), StoreOpening.OrCreate with { Credentials = credentials }, None);
    }

    private sealed class Tokens(string? first) : IStoreCredentials
    {
        private volatile string? current = first;
        private int renewed;

        public string? Next { get; set; }

        public int Renewed => renewed;

        public string? User => null;

        public string GetPassword() => current ?? throw AccessErrors.TokenFailed("it failed");

        public bool Renew()
        {
            Interlocked.Increment(ref renewed);
            current = Next ?? current;
            return true;
        }
    }
}
