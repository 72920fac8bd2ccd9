using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Waiting for changes of a store.</summary>
public abstract class ChangesContract(StoreUnderTest underTest) : StoreContract(underTest)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private IStoreChanges Changes => Store.Changes;

    [Fact]
    public void The_first_version_is_returned_at_once_and_a_wait_that_times_out_may_return_it_again()
    {
        long version = Changes.WaitForChange(0, Long, None);
        Assert.NotEqual(0, version);
        Assert.InRange(Changes.WaitForChange(version, TimeSpan.FromMilliseconds(20), None), version, long.MaxValue);
    }

    [Fact]
    public void A_change_before_the_wait_ends_it_at_once()
    {
        long version = Changes.WaitForChange(0, Long, None);
        Store.NewRun();
        AssertEnds(() => Assert.NotEqual(version, Changes.WaitForChange(version, Long, None)));
    }

    [Fact]
    public void Every_kind_of_write_is_noticed()
    {
        Run run = Store.NewRun();
        Action[] writes =
        [
            () => Store.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = new double[] { 1 }, Ticks = new long[] { 1 } }], None),
            () => Store.Logs.Add([new() { RunId = run.Id, Message = "m", Ticks = 1 }], None),
            () => Store.Runs.Update(run.Id, new() { Progress = 0.5 }, None),
            () => Store.End(run),
            () => Store.Runs.Remove([run.Id], None),
        ];
        foreach (Action write in writes)
        {
            long version = Changes.WaitForChange(0, Long, None);
            write();
            AssertEnds(() => Assert.NotEqual(version, Changes.WaitForChange(version, Long, None)));
        }
    }

    [Fact]
    public async Task A_waiter_reads_every_line_that_another_thread_writes()
    {
        Run run = Store.NewRun();
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < 20; i++) Store.Logs.Add([new() { RunId = run.Id, Message = $"{i}", Ticks = 1 }], None);
        });

        // The writer pauses for no one: a wait that misses a change would last a minute.
        AssertEnds(() =>
        {
            long version = Changes.WaitForChange(0, Long, None);
            while (Store.Logs.Query(new() { RunId = run.Id }, None).Count() < 20) version = Changes.WaitForChange(version, Long, None);
        });
        await writing;
    }

    [Fact]
    public void A_cancelled_wait_ends()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        AssertEnds(() => Assert.ThrowsAny<OperationCanceledException>(WaitForEver));

        // A server has other stores, whose changes end waits too.
        void WaitForEver()
        {
            for (long version = 0; ;) version = Changes.WaitForChange(version, Long, cancellation.Token);
        }
    }

    private static void AssertEnds(Action wait)
    {
        long started = Stopwatch.GetTimestamp();
        wait();
        Assert.True(Stopwatch.GetElapsedTime(started) < Long, "The wait ended only with its timeout.");
    }
}
