using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Processes;

/// <summary>The behaviour of a write while another connection holds the write lock of the store.</summary>
public sealed class WriteLockTests : IDisposable
{
    private readonly WatchedClock clock = new();
    private readonly StoreUnderTest underTest;
    private readonly SqliteConnection other;

    public WriteLockTests()
    {
        underTest = StoreUnderTest.InAFile(clock);
        other = PointsOfView.Connect(Path.Combine(Store.Path, "tracker.db"));
        Execute("BEGIN IMMEDIATE");
    }

    private IExperimentStore Store => underTest.Store;

    public void Dispose()
    {
        other.Dispose();
        underTest.Dispose();
    }

    [Fact]
    public async Task A_write_waits_longer_than_one_busy_timeout_and_then_succeeds()
    {
        Task<Project> write = Task.Run(() => Store.NewProject("waited"));
        clock.AwaitReads(3); // once at the start of the wait, and once for each busy timeout
        Assert.False(write.IsCompleted);
        Execute("COMMIT");
        Assert.Equal("waited", (await write.WaitAsync(TimeSpan.FromSeconds(10))).Name);
    }

    [Fact]
    public async Task A_write_that_waits_can_be_cancelled_and_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        Task write = Task.Run(() => Store.Projects.Create([new() { Name = "cancelled" }], source.Token));
        clock.AwaitReads(2);
        Assert.False(write.IsCompleted);
        var watch = Stopwatch.StartNew();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000);
        Execute("COMMIT");
        Store.NewProject("after");
        Assert.Equal(["after"], Store.Projects.Query(new(), Expect.None).Select(p => p.Name));
    }

    [Fact]
    public async Task A_write_behind_one_that_waits_can_be_cancelled_too()
    {
        using var source = new CancellationTokenSource();
        Task<Project> first = Task.Run(() => Store.NewProject("first"));
        Task second = Task.Run(() => Store.Projects.Create([new() { Name = "second" }], source.Token));
        source.CancelAfter(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(10)));
        Execute("COMMIT");
        await first.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["first"], Store.Projects.Query(new(), Expect.None).Select(p => p.Name));
    }

    [Fact]
    public void Reading_and_opening_do_not_wait()
    {
        Execute("INSERT INTO store_info VALUES ('uncommitted', 1)");
        Assert.Empty(Store.Projects.Query(new(), Expect.None));
        using IExperimentStore second = StoreUnderTest.Open(Store.Path);
        Assert.Equal(0, second.Describe(Expect.None).Projects);
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
