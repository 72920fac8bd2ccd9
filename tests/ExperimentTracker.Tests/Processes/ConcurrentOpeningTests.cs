namespace ExperimentTracker.Tests.Processes;

public sealed class ConcurrentOpeningTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sixteen_threads_that_make_one_store_at_once_make_one_store()
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

    [Fact]
    public void Eight_processes_that_make_one_store_at_once_make_one_store()
    {
        WorkerProcess[] workers = WorkerProcess.StartMany(8);
        try
        {
            for (int round = 0; round < 12; round++)
            {
                string path = folder.Sub($"round {round}");
                foreach (WorkerProcess worker in workers) worker.Send("open", path);
                Assert.Single(workers.Select(w => w.Result()).Distinct());
                foreach (WorkerProcess worker in workers) worker.Send("project", "the one");
                Assert.Single(workers.Select(w => w.Result()).Distinct());
                foreach (WorkerProcess worker in workers) worker.Send("close");
                foreach (WorkerProcess worker in workers) worker.Result();
                Assert.DoesNotContain(Directory.EnumerateFiles(path), f => f.Contains(".new", StringComparison.Ordinal));
            }
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }
    }
}
