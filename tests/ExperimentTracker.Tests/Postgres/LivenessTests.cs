using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Postgres;

[NeedsPostgres]
public sealed class LivenessTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly EngineOptions Quick = new() { BeatInterval = TimeSpan.FromMilliseconds(50), LongestSilence = TimeSpan.FromMilliseconds(800) };

    [Fact]
    public void A_process_that_loses_its_connections_for_a_moment_keeps_its_runs()
    {
        using var proxied = new ProxiedStore(Quick);
        Run run = Start(proxied.Store);
        for (int i = 0; i < 10; i++)
        {
            proxied.Proxy.Cut();
            Wait(200);
            Assert.Equal(0, Look(proxied));
        }

        Assert.Equal(RunStatus.Running, Status(proxied, run));
    }

    [Fact]
    public void The_runs_of_a_process_that_is_gone_are_ended_as_killed_with_the_evidence()
    {
        using var proxied = new ProxiedStore(Quick);
        Run run = Start(proxied.Store);
        proxied.Proxy.Refuse();
        proxied.Proxy.Cut();
        Assert.True(SpinWait.SpinUntil(() => Look(proxied) == 1, TimeSpan.FromSeconds(20)));
        Run ended = proxied.Direct.Runs.Query(new() { Ids = [run.Id] }, None).Single();
        Assert.Equal(RunStatus.Killed, ended.Status);
        Assert.Contains("by the clock of the server", ended.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_whose_beats_are_late_keeps_its_runs_while_it_holds_its_lock()
    {
        using var proxied = new ProxiedStore(Quick with { BeatInterval = TimeSpan.FromMinutes(10) });
        Run run = Start(proxied.Store);
        Wait(1500);
        Assert.Equal(0, Look(proxied));
        Assert.Equal(RunStatus.Running, Status(proxied, run));
    }

    [Fact]
    public void A_process_without_a_lock_keeps_its_runs_while_it_beats()
    {
        using var proxied = new ProxiedStore(Quick);
        Run run = Start(proxied.Store);

        // As behind a pooler that shares the sessions of the server.
        proxied.Direct.Queries.Run("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'", NamedValues.Empty, None).ToList();
        Wait(1500);
        Assert.Equal(0, Look(proxied));
        Assert.Equal(RunStatus.Running, Status(proxied, run));
    }

    private static Run Start(IExperimentStore store) => store.NewRun();

    private static int Look(ProxiedStore proxied)
    {
        using IExperimentStore other = new ExperimentTracker.Storage.Postgres.PostgresEngine(Quick).Open(proxied.Direct.Address, StoreOpening.Existing with { Credentials = PostgresSchemas.Admin }, None);
        return other.Runs.Query(new() { Statuses = [RunStatus.Killed] }, None).Count();
    }

    private static RunStatus Status(ProxiedStore proxied, Run run) => proxied.Direct.Runs.Query(new() { Ids = [run.Id] }, None).Single().Status;

    private static void Wait(int milliseconds) => SpinWait.SpinUntil(() => false, milliseconds);
}
