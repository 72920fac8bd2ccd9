using System.Collections.Concurrent;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Processes;

/// <summary>Who waits for another process for longer than a second is told for which.</summary>
public sealed class WaitingTests : IDisposable
{
    private readonly WatchedClock clock = new();
    private readonly StoreUnderTest underTest;
    private readonly ConcurrentQueue<string> told = [];

    public WaitingTests() => underTest = StoreUnderTest.InAFile(clock);

    public void Dispose()
    {
        StoreWaits.Listener = null;
        underTest.Dispose();
    }

    [Fact]
    public async Task A_wait_over_a_second_names_the_process_that_holds_the_lock_and_again_every_ten_seconds()
    {
        using WorkerProcess holder = WorkerProcess.Start();
        Task write = WriteBehind(holder);
        string who = OperatingSystem.IsLinux() ? $"process {holder.Id} (dotnet)" : "another process";
        string sentence = $"Waiting for {who}, which writes to the store '{underTest.Store.Path}'.";
        int[] seconds = [1, 10];
        for (int i = 0; i < seconds.Length; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(seconds[i]) - TimeSpan.FromTicks(1));
            clock.AwaitLooks(2);
            Assert.Equal(Enumerable.Repeat(sentence, i), told);
            clock.Advance(TimeSpan.FromTicks(1));
            Assert.True(SpinWait.SpinUntil(() => told.Count > i, TimeSpan.FromSeconds(60)));
            clock.AwaitLooks(2);
            Assert.Equal(Enumerable.Repeat(sentence, i + 1), told);
        }

        holder.Ask("let go");
        await write.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_short_wait_is_not_reported()
    {
        using WorkerProcess holder = WorkerProcess.Start();
        Task write = WriteBehind(holder);
        holder.Ask("let go");
        await write.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(told);
    }

    [Fact]
    public void A_wait_is_reported_only_on_its_own_thread()
    {
        StoreWaits.Listener = told.Enqueue;
        var thread = new Thread(() => StoreWaits.Report("nobody listens here"));
        thread.Start();
        thread.Join();
        Assert.Empty(told);
        StoreWaits.Report("here");
        Assert.Equal(["here"], told);
    }

    // A write that has begun to wait for the other process.
    private Task WriteBehind(WorkerProcess holder)
    {
        holder.Ask("hold", underTest.Store.Path);
        Task write = Task.Factory.StartNew(
            () =>
            {
                StoreWaits.Listener = told.Enqueue;
                underTest.Store.NewProject("waited");
                StoreWaits.Listener = null;
            },
            TaskCreationOptions.LongRunning);
        clock.AwaitLooks(2);
        return write;
    }
}
