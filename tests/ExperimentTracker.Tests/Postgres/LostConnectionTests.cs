using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Tests.Postgres;

[NeedsPostgres]
public sealed class LostConnectionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void A_batch_of_points_whose_answer_is_lost_in_the_commit_is_written_once()
    {
        using var proxied = new ProxiedStore();
        Run run = proxied.Direct.NewRun();
        proxied.Proxy.LoseAnswerTo("COMMIT");
        proxied.Store.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = new double[] { 1, 2, 3 }, Ticks = new long[] { 1 } }], None);
        Assert.Equal([1, 2, 3], proxied.Direct.Metrics.Read(proxied.Direct.Metrics.List([run.Id], None)[0], 0, long.MaxValue, None).Values);
    }

    [Fact]
    public void A_batch_that_was_not_committed_is_written_although_the_answer_to_the_question_is_lost_too()
    {
        using var proxied = new ProxiedStore();
        Run run = proxied.Direct.NewRun();
        for (int i = 0; i < 5; i++) Append(i);

        // By now the statements have names, so that only the connection that asks for the outcome sends this text.
        proxied.Proxy.LoseAnswerTo("COMMIT");
        proxied.Proxy.Cut();
        Append(5);
        Assert.Equal([0, 1, 2, 3, 4, 5], proxied.Direct.Metrics.Read(proxied.Direct.Metrics.List([run.Id], None)[0], 0, long.MaxValue, None).Values);

        void Append(int i) => proxied.Store.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = new double[] { i }, Ticks = new long[] { 1 } }], None);
    }

    [Fact]
    public void A_run_whose_answer_is_lost_in_the_commit_is_created_once_and_returned()
    {
        using var proxied = new ProxiedStore();
        Experiment experiment = proxied.Direct.NewExperiment();
        proxied.Proxy.LoseAnswerTo("COMMIT");
        Run run = proxied.Store.Runs.Create([new() { ExperimentId = experiment.Id, Start = true, Parameters = new NamedValues([new("lr", 0.5)]) }], None)[0];
        Assert.Equal(0.5, run.Parameters["lr"]);
        Assert.Equal([run.Id], proxied.Direct.Runs.Query(new(), None).Select(r => r.Id));
    }

    [Fact]
    public void Lines_whose_answer_is_lost_in_the_commit_are_written_once()
    {
        using var proxied = new ProxiedStore();
        Run run = proxied.Direct.NewRun();
        proxied.Proxy.LoseAnswerTo("COMMIT");
        Assert.Equal(["a", "b"], proxied.Store.Logs.Add([new() { RunId = run.Id, Message = "a", Ticks = 1 }, new() { RunId = run.Id, Message = "b", Ticks = 1 }], None).Select(l => l.Message));
        Assert.Equal(["a", "b"], proxied.Direct.Logs.Query(new() { RunId = run.Id }, None).Select(l => l.Message));
    }

    [Fact]
    public void A_write_whose_connection_is_cut_before_the_commit_is_repeated()
    {
        int cuts = 0;
        ProxiedStore? proxied = null;
        using (proxied = new ProxiedStore(new EngineOptions
        {
            FaultPointListener = point =>
            {
                if (point == FaultPoints.BeforeCommit && cuts++ == 0) proxied!.Proxy.Cut();
            },
        }))
        {
            Run run = proxied.Direct.NewRun();
            proxied.Store.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = new double[] { 1, 2, 3 }, Ticks = new long[] { 1 } }], None);
            Assert.Equal(2, cuts);
            Assert.Equal(3, proxied.Direct.Metrics.List([run.Id], None).Single().Count);
        }
    }

    [Fact]
    public void A_read_whose_connection_was_cut_is_repeated()
    {
        using var proxied = new ProxiedStore();
        Run run = proxied.Direct.NewRun();
        Assert.Single(proxied.Store.Runs.Query(new() { Ids = [run.Id] }, None));
        proxied.Proxy.Cut();
        Assert.Single(proxied.Store.Runs.Query(new() { Ids = [run.Id] }, None));
    }

    [Fact]
    public void A_server_that_refuses_connections_is_unreachable()
    {
        using var proxied = new ProxiedStore(new EngineOptions { ServerPatience = TimeSpan.FromMilliseconds(300) });
        proxied.Proxy.Refuse();
        proxied.Proxy.Cut();
        Assert.Equal("StoreUnreachable", Assert.Throws<TrackerException>(() => proxied.Store.Projects.Query(new(), None)).ErrorId);
    }

    [Fact]
    public void A_cancelled_wait_ends_on_the_server_too()
    {
        using var proxied = new ProxiedStore();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => proxied.Store.Queries.Run("SELECT pg_sleep(60)", NamedValues.Empty, cancellation.Token).ToList());
        Assert.Equal(0L, proxied.Direct.Queries.Run(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active'", NamedValues.Empty, None).Single().Values[0]);
    }
}
