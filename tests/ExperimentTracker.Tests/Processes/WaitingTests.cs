using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Processes;

/// <summary>Who waits for another process for longer than a second is told for which.</summary>
public sealed class WaitingTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly List<string> told = [];

    public void Dispose()
    {
        StoreWaits.Listener = null;
        underTest.Dispose();
    }

    [Fact]
    public void A_wait_over_a_second_names_the_process_that_holds_the_lock()
    {
        using WorkerProcess holder = WorkerProcess.Start();
        holder.Ask("hold", underTest.Store.Path, "2500");
        StoreWaits.Listener = told.Add;
        var watch = Stopwatch.StartNew();
        underTest.Store.NewProject("waited");
        Assert.InRange(watch.ElapsedMilliseconds, 1000, 20_000);
        string who = OperatingSystem.IsLinux() ? $"process {holder.Id} (dotnet)" : "another process";
        Assert.Equal([$"Waiting for {who}, which writes to the store '{underTest.Store.Path}'."], told);
    }

    [Fact]
    public void A_short_wait_is_not_reported()
    {
        using WorkerProcess holder = WorkerProcess.Start();
        holder.Ask("hold", underTest.Store.Path, "400");
        StoreWaits.Listener = told.Add;
        underTest.Store.NewProject("waited");
        Assert.Empty(told);
    }

    [Fact]
    public void A_wait_is_reported_only_on_its_own_thread()
    {
        StoreWaits.Listener = told.Add;
        var thread = new Thread(() => StoreWaits.Report("nobody listens here"));
        thread.Start();
        thread.Join();
        Assert.Empty(told);
        StoreWaits.Report("here");
        Assert.Equal(["here"], told);
    }
}
