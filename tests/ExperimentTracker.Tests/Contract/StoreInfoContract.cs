using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Contract;

public abstract class StoreInfoContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_fresh_store_is_empty_and_knows_itself()
    {
        StoreInfo info = Store.Describe(None);
        Assert.Equal((0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), (info.Projects, info.Experiments, info.Runs, info.Metrics, info.Points, info.Artifacts, info.Blobs, info.Removed));
        Assert.True(Guid.TryParse(info.StoreId, out _));
        Assert.Equal(info.StoreId, Store.Id);
        Assert.InRange(info.CreatedAt, Store.Time.GetUtcNow().LocalDateTime.AddMinutes(-5), Store.Time.GetUtcNow().LocalDateTime);
        Assert.Equal((Store.Path, Store.IsInMemory, false), (info.Path, info.IsInMemory, info.IsReadOnly));
        Assert.True(info.DatabaseSize > 0);
        Assert.NotEqual("", info.Engine);
        Assert.Matches(@"^\d+\.\d+", info.EngineVersion);
        Assert.Equal(info.Engine == "SQLite" ? info.EngineVersion : null, info.SqliteVersion);
        Assert.InRange(info.Latency, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_store_knows_its_address()
    {
        Assert.Equal(Store.Address.Text, Store.Path);
        Assert.Equal(Store.IsInMemory, Store.Address.Scheme == StoreAddress.MemoryScheme);
        Assert.Equal(Store.Address.Text, Store.Describe(None).Path);
    }

    [Fact]
    public void Live_records_are_counted_and_removed_ones_apart()
    {
        Experiment experiment = Store.NewExperiment();
        Run running = Store.NewRun(experiment), removed = Store.NewRun(experiment);
        Store.Log(running, "a", 1, 2);
        Store.Log(running, "b", new double[3000]);
        Store.Log(removed, "a", 1);
        Store.AddText(running, "k", "four");
        Store.End(removed);
        Store.Runs.Remove([removed.Id], None);
        StoreInfo info = Store.Describe(None);
        Assert.Equal((1L, 1L, 1L, 1L), (info.Projects, info.Experiments, info.Runs, info.RunningRuns));
        Assert.Equal((2L, 3002L, 1L, 1L), (info.Metrics, info.Points, info.Artifacts, info.Removed));
        Assert.Equal((1L, 4L), (info.Blobs, info.ArtifactSize));
    }

    [Fact]
    public void A_closed_store_says_so()
    {
        Assert.True(Store.IsUsable);
        Store.Dispose();
        Assert.False(Store.IsUsable);
        Expect.Refused("StoreDisconnected", () => Store.Describe(None));
        Expect.Refused("StoreDisconnected", () => Store.NewProject("p"));
        Store.Dispose();
    }

    [Fact]
    public async Task Threads_may_use_one_store_at_once()
    {
        Experiment experiment = Store.NewExperiment();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                Run run = Store.NewRun(experiment);
                Store.Log(run, "loss", [.. Enumerable.Range(0, 300).Select(n => (double)n)]);
                Assert.Equal(300, Store.Points(run, "loss").Count);
                Store.AddText(run, "k", $"content {i}");
                Assert.Equal(299.0, Store.End(run).Metrics["loss"]);
            }
        })));
        StoreInfo info = Store.Describe(None);
        Assert.Equal((80L, 0L, 24_000L, 80L, 10L), (info.Runs, info.RunningRuns, info.Points, info.Artifacts, info.Blobs));
        Assert.Equal(80, Store.Runs.Query(new(), None).Select(r => r.Number).Distinct().Count());
    }

    [Fact]
    public void A_call_that_is_cancelled_before_it_starts_does_nothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Projects.Create([new() { Name = "p" }], source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Projects.Query(new(), source.Token));
        Assert.Empty(Store.Projects.Query(new(), None));
    }
}
