using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres;
using static ExperimentTracker.Tests.Support.Expect;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>Stores behind PgBouncer in transaction mode, which has fewer connections to the server than it has clients.</summary>
[NeedsPgBouncer]
public sealed class PooledStoreTests
{
    [Fact]
    public void Clients_that_share_connections_do_everyday_work_at_once()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared, connections: 2);
        using StoreUnderTest direct = StoreUnderTest.OnPostgres();
        IExperimentStore[] clients = [.. Enumerable.Range(0, 4).Select(_ => Open(direct, pooler))];
        try
        {
            Experiment experiment = clients[0].NewExperiment();
            Parallel.ForEach(clients, new ParallelOptions { MaxDegreeOfParallelism = clients.Length }, store =>
            {
                // Npgsql prepares a statement when it is used for the second time.
                for (int i = 0; i < 10; i++)
                {
                    Run run = store.Runs.Create([new() { ExperimentId = experiment.Id, Start = true, Parameters = new NamedValues([new("lr", i)]) }], None)[0];
                    store.Log(run, "loss", i, 2, 1);
                    store.Logs.Add([new() { RunId = run.Id, Message = "a line", Ticks = 1 }], None);
                    store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("good", "yes")), None);
                    store.AddText(run, "notes.txt", $"notes {i}");
                    store.End(run);
                    Assert.Equal(3, store.Points(run, "loss").Values.Length);
                    Assert.Equal(RunStatus.Succeeded, store.Runs.Query(new() { Ids = [run.Id] }, None).Single().Status);
                    Assert.Equal(1L, store.Queries.Run($"SELECT count(*) AS n FROM trial_run WHERE id = '{run.Id}'", NamedValues.Empty, None).Single().Values[0]);
                }
            });
            List<Run> runs = [.. direct.Store.Runs.Query(new(), None)];
            Assert.Equal(Enumerable.Range(0, 40), runs.Select(r => (int)r.Number).Order());
            Assert.All(runs, run => Assert.Equal((RunStatus.Succeeded, 3), (run.Status, direct.Store.Points(run, "loss").Values.Length)));
        }
        finally
        {
            foreach (IExperimentStore client in clients) client.Dispose();
        }
    }

    [Fact]
    public void A_batch_of_points_whose_answer_is_lost_in_the_commit_is_written_once()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared, connections: 2);
        using var proxied = new ProxiedStore(pooler: pooler);
        Run run = proxied.Direct.NewRun();
        for (int i = 0; i < 3; i++)
        {
            proxied.Proxy.LoseAnswerTo("COMMIT");
            proxied.Store.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = new double[] { i }, Ticks = new long[] { 1 } }], None);
            proxied.Proxy.Cut();
        }

        Assert.Equal([0, 1, 2], proxied.Direct.Points(run, "k").Values);
    }

    [Fact]
    public void The_runs_of_a_process_that_is_gone_are_ended_although_the_session_of_the_server_remains()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared, connections: 1);
        using var proxied = new ProxiedStore(new() { BeatInterval = TimeSpan.FromMilliseconds(50), LongestSilence = TimeSpan.FromMilliseconds(800) }, pooler);
        Experiment experiment = proxied.Direct.NewExperiment();
        Run run = proxied.Store.Runs.Create([new() { ExperimentId = experiment.Id, Start = true }], None)[0];
        proxied.Proxy.Refuse();
        proxied.Proxy.Cut();
        StoreAddress there = proxied.Direct.Address;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                using IExperimentStore other = new PostgresEngine(new() { LongestSilence = TimeSpan.FromMilliseconds(800) }).Open(
                    there, StoreOpening.Existing with { Credentials = PostgresSchemas.Admin }, None);
                return other.Runs.Query(new() { Ids = [run.Id] }, None).Single().Status == RunStatus.Killed;
            },
            TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Roles_are_those_of_the_logins()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared, connections: 1);
        using var shared = new SharedStore { Port = pooler.Port };
        IExperimentStore[] stores = [.. new[] { shared.Reader, shared.Ada, shared.Ben, shared.Curator, shared.Administrator }.Select(login => shared.Open(login))];
        (IExperimentStore reader, IExperimentStore ada, IExperimentStore ben, IExperimentStore curator) = (stores[0], stores[1], stores[2], stores[3]);
        Assert.Equal(
            [StoreRole.Reader, StoreRole.Writer, StoreRole.Writer, StoreRole.Curator, StoreRole.Owner], stores.Select(store => store.Describe(None).Role));
        Run run = ada.NewRun();
        ada.Log(run, "loss", 1);

        // A query has the rights of a role that reads only views. That role must not remain with the session of the server, which the next statement uses.
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1L, ada.Queries.Run("SELECT count(*) AS n FROM trial_run", NamedValues.Empty, None).Single().Values[0]);
            Refused("QueryRefused", () => ada.Queries.Run("SELECT 1 FROM runs", NamedValues.Empty, None).ToList());
            ada.Log(run, "loss", i);
            Refused("NotYours", () => ben.Log(run, "loss", 2));
            Refused("StoreReadOnly", () => reader.Log(run, "loss", 2));
        }

        ada.End(run);
        curator.Runs.Remove([run.Id], None);
        Assert.Empty(reader.Runs.Query(new(), None));
    }

    private static IExperimentStore Open(StoreUnderTest store, PgBouncer pooler) => new PostgresEngine().Open(
        StoreAddress.Parse($"postgres://{PostgresServer.Host}:{pooler.Port}/{store.Store.Address.Database}?schema={store.Store.Address.Schema}"),
        StoreOpening.Existing with { Credentials = PostgresSchemas.Admin },
        None);
}
