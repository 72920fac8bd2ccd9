using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A garbage collection that is killed at any step leaves a valid store. The next collection completes it.</summary>
public sealed class KilledCollectorTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Store => folder.Sub("store");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_at_any_step_of_deleting_blobs()
    {
        string[] steps =
        [
            "before Delete 1", "after Delete 1", "before Delete 2", "after Delete 2", "before Delete 3", "after Delete 3",
            "before DeleteLeftover 1", "after DeleteLeftover 1",
        ];
        WorkerProcess[] workers = WorkerProcess.StartMany(steps.Length);
        string[] stores = [.. Enumerable.Range(0, steps.Length).Select(i => folder.Sub($"store {i}"))];
        try
        {
            StageAndDie(stores);
            for (int i = 0; i < steps.Length; i++) Killed(workers[i], stores[i], steps[i]);
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }
    }

    [Fact]
    public async Task Killed_while_it_deletes_a_large_collection()
    {
        string[] stays = Fill(Store, runs: 40, points: 50_000);
        int killed = 0;
        for (int round = 0; round < 3; round++)
        {
            using WorkerProcess worker = WorkerProcess.Start();
            worker.Ask("open", Store);
            worker.Send("collect", Store, "never");
            Task<string?> answer = Task.Run(() => worker.NextAnswer());
            if (await Task.WhenAny(answer, Task.Delay(5 + (round * 10))) != answer) killed++;
            worker.Kill();
            using IExperimentStore store = StoreUnderTest.Open(Store);
            CheckSound(store, stays);
        }

        Assert.True(killed > 1, $"Only {killed} collectors were killed before they were done.");
        using IExperimentStore left = StoreUnderTest.Open(Store);
        CheckFinished(left, stays);
    }

    private static void StageAndDie(string[] stores)
    {
        using WorkerProcess worker = WorkerProcess.Start();
        foreach (string path in stores)
        {
            worker.Ask("open", path);
            worker.Ask("stage");
        }

        worker.Kill();
    }

    private static void Killed(WorkerProcess worker, string path, string step)
    {
        string[] stays = Fill(path, runs: 6, points: 1500);
        worker.Send("collect", path, step);
        string? answer = worker.NextAnswer();
        Assert.True(answer is null, $"Not killed {step}: {answer}");
        using IExperimentStore store = StoreUnderTest.Open(path);
        CheckSound(store, stays);
        CheckFinished(store, stays);
    }

    // Half of the runs are removed. Each has its own blob, and another one that it shares with a run that is not removed.
    private static string[] Fill(string path, int runs, int points)
    {
        using IExperimentStore store = StoreUnderTest.Open(path);
        Experiment experiment = store.NewExperiment();
        var stays = new List<string>();
        for (int i = 0; i < runs; i++)
        {
            Run run = store.NewRun(experiment);
            store.Log(run, "loss", [.. Enumerable.Range(0, points).Select(n => (double)n)]);
            store.AddText(run, "own", $"content {i}");
            store.AddText(run, "shared", $"shared {i / 2}");
            store.End(run);
            if (i % 2 == 0) store.Runs.Remove([run.Id], Expect.None);
            else stays.Add(run.Id);
        }

        return [.. stays];
    }

    // An interruption leaves files that use disk space. Nothing is damaged.
    private static void CheckSound(IExperimentStore store, string[] stays)
    {
        Assert.All(store.Findings(), f => Assert.Equal(FindingSeverity.Information, f.Severity));
        CheckLive(store, stays);
    }

    private static void CheckFinished(IExperimentStore store, string[] stays)
    {
        store.Maintenance.Collect(null, null, Expect.None);
        Assert.Empty(store.Findings());
        CheckLive(store, stays);
        Assert.Empty(store.Runs.Query(new() { Removed = RemovedFilter.Removed }, Expect.None));
        Assert.Equal(stays.Length * 2, Directory.GetFiles(Path.Combine(store.Path, "artifacts"), "*", SearchOption.AllDirectories).Length);
    }

    private static void CheckLive(IExperimentStore store, string[] stays)
    {
        Run[] live = [.. store.Runs.Query(new(), Expect.None)];
        Assert.Equal(stays.Order(StringComparer.Ordinal), live.Select(r => r.Id).Order(StringComparer.Ordinal));
        Assert.All(store.Artifacts.Query(new(), Expect.None), a => Assert.True(ArtifactReader.Check(store, a, null, Expect.None).IsIntact));
        Assert.Equal(stays.Length * 2, store.Artifacts.Query(new(), Expect.None).Count);
    }
}
