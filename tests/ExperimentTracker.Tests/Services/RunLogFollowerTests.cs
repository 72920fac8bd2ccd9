using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Services;

public sealed class RunLogFollowerTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InMemory();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public async Task Every_line_is_seen_once_while_another_thread_writes_as_fast_as_it_can()
    {
        Run run = Store.NewRun();
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < 5000; i += 10) Add(run, [.. Enumerable.Range(i, 10).Select(n => $"{n}")]);
            Store.End(run);
        });
        string[] seen = [.. Follow(new(), run).Select(l => l.Message!)];
        await writing;
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"{i}"), seen);
    }

    [Fact]
    public void Runs_that_are_followed_together_end_each_in_its_time()
    {
        Run ended = Store.NewRun(), running = Store.NewRun(), removed = Store.NewRun();
        Add(ended, "a", "b", "c");
        Store.End(ended);
        Add(removed, "d");
        Store.End(removed);
        Store.Runs.Remove([removed.Id], Expect.None);
        var seen = new List<string>();
        foreach (RunLog log in Follow(new RunLogFilter { Tail = 2 }, ended, running, removed))
        {
            seen.Add(log.Message!);
            if (seen.Count == 3) Add(running, "e");
            if (log.Message == "e") Store.End(running);
        }

        Assert.Equal(["b", "c", "d", "e"], seen);
    }

    [Fact]
    public void The_filter_holds_for_what_is_there_and_for_what_is_added()
    {
        Run run = Store.NewRun();
        Add(run, "keep 1", "drop", "keep 2");
        var seen = new List<string>();
        foreach (RunLog log in Follow(new RunLogFilter { Contains = "KEEP", Tail = 1 }, run))
        {
            seen.Add(log.Message!);
            if (seen.Count > 1) continue;
            Add(run, "drop", "keep 3");
            Store.End(run);
        }

        Assert.Equal(["keep 2", "keep 3"], seen);
    }

    [Fact]
    public void A_tail_of_zero_waits_for_new_lines()
    {
        Run run = Store.NewRun(), ended = Store.NewRun();
        Add(run, "old");
        Add(ended, "of another run");
        Store.End(ended);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new List<string>();
        foreach (RunLog log in RunLogFollower.Follow([new(Store, run.Id, new RunLogFilter { Tail = 0 }), new(Store, ended.Id, new())], enough.Token))
        {
            seen.Add(log.Message!);
            if (log.RunId != ended.Id) continue;

            // The follower has already read the log of the first run.
            Add(run, "new");
            Store.End(run);
        }

        Assert.Equal(["of another run", "new"], seen);
    }

    [Fact]
    public void Following_ends_at_once_when_the_caller_cancels()
    {
        Run run = Store.NewRun();
        using var enough = new CancellationTokenSource(200);
        Assert.Throws<OperationCanceledException>(() => RunLogFollower.Follow([new(Store, run.Id, new())], enough.Token).Count());
    }

    private IEnumerable<RunLog> Follow(RunLogFilter filter, params Run[] runs) =>
        RunLogFollower.Follow(runs.Select(run => new RunLogFollower(Store, run.Id, filter)), Expect.None);

    private void Add(Run run, params string[] lines) =>
        Store.Logs.Add([.. lines.Select(l => new RunLogDraft { RunId = run.Id, Message = l, Ticks = UtcTicks.Now(Store.Time) })], Expect.None);
}
