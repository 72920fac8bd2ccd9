using System.Collections.Concurrent;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A wait of more than a second for another process is reported with the name of that process.</summary>
public sealed class WaitingTests : IDisposable
{
    private readonly WatchedClock clock = new();
    private readonly StoreUnderTest underTest;
    private readonly ConcurrentQueue<string> reported = [];

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
        string process = OperatingSystem.IsLinux() ? $"process {holder.Id} (dotnet)" : "another process";
        string sentence = $"Waiting for {process}, which writes to the store '{underTest.Store.Path}'.";
        int[] seconds = [1, 10];
        for (int i = 0; i < seconds.Length; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(seconds[i]) - TimeSpan.FromTicks(1));
            clock.AwaitReads(2);
            Assert.Equal(Enumerable.Repeat(sentence, i), reported);
            clock.Advance(TimeSpan.FromTicks(1));
            Assert.True(SpinWait.SpinUntil(() => reported.Count > i, TimeSpan.FromSeconds(60)));
            clock.AwaitReads(2);
            Assert.Equal(Enumerable.Repeat(sentence, i + 1), reported);
        }

        holder.Ask("release");
        await write.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_short_wait_is_not_reported()
    {
        using WorkerProcess holder = WorkerProcess.Start();
        Task write = WriteBehind(holder);
        holder.Ask("release");
        await write.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(reported);
    }

    [Fact]
    public void A_wait_is_reported_only_on_its_own_thread()
    {
        StoreWaits.Listener = reported.Enqueue;
        var thread = new Thread(() => StoreWaits.Report("no listener here"));
        thread.Start();
        thread.Join();
        Assert.Empty(reported);
        StoreWaits.Report("here");
        Assert.Equal(["here"], reported);
    }

    // Starts a write, which then waits for the other process.
    private Task WriteBehind(WorkerProcess holder)
    {
        holder.Ask("hold", underTest.Store.Path);
        Task write = Task.Factory.StartNew(
            () =>
            {
                StoreWaits.Listener = reported.Enqueue;
                underTest.Store.NewProject("waited");
                StoreWaits.Listener = null;
            },
            TaskCreationOptions.LongRunning);
        clock.AwaitReads(2);
        return write;
    }
}
