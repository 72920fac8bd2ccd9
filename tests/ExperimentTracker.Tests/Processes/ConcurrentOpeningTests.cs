using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Processes;

public sealed class ConcurrentOpeningTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sixteen_threads_that_create_one_store_at_the_same_time_create_one_store()
    {
        for (int round = 0; round < 8; round++)
        {
            string path = folder.Sub($"round {round}");
            using var start = new Barrier(16);
            string[] ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    using IExperimentStore store = StoreUnderTest.Open(path);
                    return store.Describe(Expect.None).StoreId;
                },
                TaskCreationOptions.LongRunning)));
            Assert.Single(ids.Distinct());

            // When connections close at the same time, it can happen that none is the last one. The write-ahead log then remains.
            Assert.Equal(
                [".gitignore", "tracker.db", "tracker.lock"],
                Directory.GetFiles(path).Select(Path.GetFileName).Where(f => !f!.StartsWith("tracker.db-", StringComparison.Ordinal)).Order());
        }
    }

    // build.ps1 stress repeats this a thousand times.
    [Fact]
    public void Eight_processes_that_create_or_migrate_one_store_at_the_same_time_create_one_and_run_each_step_once() =>
        new OpenRace(folder.Path).Run(8, 8, new Figures());
}
