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

            // Of connections that close at the same moment none may be the last, and then the journal stays.
            Assert.Equal(
                [".gitignore", "tracker.db", "tracker.lock"],
                Directory.GetFiles(path).Select(Path.GetFileName).Where(f => !f!.StartsWith("tracker.db-", StringComparison.Ordinal)).Order());
        }
    }

    // The short form of what build.ps1 stress does a thousand times.
    [Fact]
    public void Eight_processes_that_create_or_migrate_one_store_at_the_same_time_create_one_and_run_each_step_once() =>
        new OpenRace(folder.Path).Run(8, 8, new Figures());
}
