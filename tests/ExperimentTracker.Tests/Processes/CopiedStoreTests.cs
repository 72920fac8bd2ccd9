using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A copy of a store says nothing about the processes of the original.</summary>
public sealed class CopiedStoreTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_in_a_copy_is_running_as_of_the_copy(bool isBackup)
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", folder.Sub("store"));
        string id = worker.Ask("start", "E");
        DateTime before = DateTime.UtcNow;
        using (IExperimentStore store = StoreUnderTest.Open(folder.Sub("store")))
        {
            if (isBackup) store.Maintenance.Backup(folder.Sub("copy"), replace: false, null, Expect.None);
            else Copy(folder.Sub("store"), folder.Sub("copy"));
        }

        for (int i = 0; i < 2; i++)
        {
            using IExperimentStore copy = StoreUnderTest.Open(folder.Sub("copy"));
            Run run = Run(copy, id);
            Assert.Equal(RunStatus.Running, run.Status);
            Assert.InRange(run.RunningAsOfUtc!.Value, run.StartedAtUtc!.Value.AddSeconds(-1), DateTime.UtcNow);
            Assert.True(run.RunningAsOfUtc - before < TimeSpan.FromSeconds(30));
            Assert.True(run.Duration <= DateTime.UtcNow - run.StartedAtUtc);
            Assert.Empty(copy.Maintenance.Check(quick: false, null, Expect.None));
        }

        worker.Kill();
        using (IExperimentStore copy = StoreUnderTest.Open(folder.Sub("copy"))) Assert.Equal(RunStatus.Running, Run(copy, id).Status);
        using (IExperimentStore store = StoreUnderTest.Open(folder.Sub("store")))
        {
            Assert.Equal((RunStatus.Killed, (DateTime?)null), (Run(store, id).Status, Run(store, id).RunningAsOf));
            using IExperimentStore copy = StoreUnderTest.Open(folder.Sub("copy"));
            using (ITransferSource source = store.Transfer.AsSource(Expect.None)) Assert.Empty(copy.Transfer.Merge(source, preview: false, null, Expect.None).Conflicts);
            Assert.Equal((RunStatus.Killed, (DateTime?)null), (Run(copy, id).Status, Run(copy, id).RunningAsOf));
        }
    }

    [Fact]
    public void A_run_that_is_ended_in_the_copy_and_runs_that_are_started_there_are_its_own()
    {
        string id;
        using (IExperimentStore store = StoreUnderTest.Open(folder.Sub("store")))
        {
            id = store.NewRun().Id;
            Copy(folder.Sub("store"), folder.Sub("copy"));
        }

        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", folder.Sub("copy"));
        string own = worker.Ask("start", "E");
        worker.Kill();
        using IExperimentStore copy = StoreUnderTest.Open(folder.Sub("copy"));
        Assert.Equal(RunStatus.Killed, Run(copy, own).Status);
        Run run = copy.End(Run(copy, id), RunStatus.Cancelled);
        Assert.Equal((RunStatus.Cancelled, (DateTime?)null), (run.Status, run.RunningAsOf));
    }

    [Fact]
    public void A_store_that_was_renamed_is_the_same_store()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", folder.Sub("store"));
        string id = worker.Ask("start", "E");
        worker.Kill();
        Directory.Move(folder.Sub("store"), folder.Sub("renamed"));
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("renamed"));
        Assert.Equal(RunStatus.Killed, Run(store, id).Status);
    }

    private static void Copy(string from, string to)
    {
        foreach (string path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);

            // The file of a lock is empty, and the process that holds the lock keeps .NET from opening it.
            if (path.EndsWith(".lock", StringComparison.Ordinal)) File.WriteAllBytes(target, []);
            else File.Copy(path, target);
            File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(path));
        }
    }

    private static Run Run(IExperimentStore store, string id) => store.Runs.Query(new() { Ids = [id] }, Expect.None).Single();
}
