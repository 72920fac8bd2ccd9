using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Opening;

public sealed class WriteAheadLogTests : IDisposable
{
    private const long Bound = 32L << 20;

    private readonly TempFolder folder = new();

    private string Wal => folder.Sub("tracker.db-wal");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_WAL_does_not_grow_without_limit_while_much_is_written()
    {
        using IExperimentStore store = StoreUnderTest.Open(folder.Path);
        Run run = store.NewRun();
        double[] values = Values(50_000);
        for (int i = 0; i < 100; i++) store.Log(run, "loss", values);
        Assert.InRange(new FileInfo(Wal).Length, 1, Bound);
        Assert.Equal(5_000_000, store.Metric(run, "loss").Count);
    }

    [Fact]
    public void The_WAL_does_not_grow_without_limit_while_one_session_keeps_the_store_open_and_short_ones_write_a_little()
    {
        using IExperimentStore idle = StoreUnderTest.Open(folder.Path);
        Run run = idle.NewRun();
        double[] values = Values(50_000);
        for (int i = 0; i < 120; i++)
        {
            using IExperimentStore brief = StoreUnderTest.Open(folder.Path);
            brief.Log(run, "loss", values);
        }

        Assert.InRange(new FileInfo(Wal).Length, 1, Bound);
        Assert.Equal(6_000_000, idle.Metric(run, "loss").Count);
    }

    [Fact]
    public void The_WAL_is_cut_after_a_large_transaction()
    {
        using IExperimentStore store = StoreUnderTest.Open(folder.Path);
        Run run = store.NewRun();
        store.Log(run, "loss", Values(4_000_000));
        Assert.InRange(new FileInfo(Wal).Length, 0, 4L << 20);
        Assert.Equal(4_000_000, store.Points(run, "loss").Count);
    }

    // Values that cannot be compressed, as measured ones: each takes 8 bytes.
    private static double[] Values(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }
}
