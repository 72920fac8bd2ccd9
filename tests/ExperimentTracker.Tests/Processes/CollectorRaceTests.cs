using System.Globalization;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Tests.Processes;

/// <summary>Garbage collections and backups beside processes that write as fast as they can.</summary>
public sealed class CollectorRaceTests : IDisposable
{
    private readonly TempFolder folder = new();

    // Set EXPERIMENTTRACKER_RACE_SECONDS to extend the race.
    private static int Seconds => int.TryParse(Environment.GetEnvironmentVariable("EXPERIMENTTRACKER_RACE_SECONDS"), CultureInfo.InvariantCulture, out int s) ? s : 2;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task No_blob_is_lost_when_collectors_race_writers_that_add_the_same_blobs_again()
    {
        const int writers = 3;
        string path = folder.Sub("store");
        using IExperimentStore store = StoreUnderTest.Open(path);
        WorkerProcess[] workers = WorkerProcess.StartMany(writers);
        try
        {
            foreach (WorkerProcess worker in workers) worker.Send("open", path);
            foreach (WorkerProcess worker in workers) worker.Result();
            long collected = 0, contents = 0;
            int rounds = 0, runs = 0, longest = 0;

            // On a busy machine the writers may not get as far as a removal in the first attempt.
            for (int attempt = 0; attempt < 10 && (collected == 0 || contents == 0); attempt++)
            {
                for (int i = 0; i < writers; i++) workers[i].Send("share", $"{Seconds * 1000}", $"{(attempt * writers) + i}");
                Task<string[]> ends = Task.WhenAll(workers.Select(w => Task.Run(() => w.Result())));
                while (!ends.IsCompleted)
                {
                    CollectionSummary[] outcome = [.. Enumerable.Range(0, 2).AsParallel().Select(_ => store.Maintenance.Collect(null, null, Expect.None))];
                    collected += outcome.Sum(t => t.Runs);
                    contents += outcome.Sum(t => t.Blobs);
                    rounds++;
                    await LetOthersRun();
                }

                string[][] results = [.. (await ends).Select(e => e.Split('\t'))];
                runs += results.Sum(t => int.Parse(t[0], CultureInfo.InvariantCulture));
                longest = Math.Max(longest, results.Max(t => int.Parse(t[1], CultureInfo.InvariantCulture)));
            }

            store.Maintenance.Collect(null, null, Expect.None);
            Assert.Empty(store.Findings());
            Assert.All(store.Artifacts.Query(new(), Expect.None), a => Assert.True(ArtifactReader.Check(store, a, null, Expect.None).IsIntact));
            Assert.True(collected > 0 && contents > 0, $"{collected} runs and {contents} contents were collected in {rounds} rounds beside {runs} runs.");
            Assert.InRange(longest, 0, 5000);
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }
    }

    [Fact]
    public async Task Backups_during_writes_and_collections_are_complete_and_have_all_that_was_acknowledged_before()
    {
        const int writers = 4;
        string path = folder.Sub("store");
        using IExperimentStore store = StoreUnderTest.Open(path);
        Run before = store.NewRun();
        store.Log(before, "loss", [.. Enumerable.Range(0, 5000).Select(i => (double)i)]);
        Artifact artifact = store.AddText(before, "k", "acknowledged before");
        WorkerProcess[] workers = WorkerProcess.StartMany(writers);
        try
        {
            foreach (WorkerProcess worker in workers) worker.Send("open", path);
            foreach (WorkerProcess worker in workers) worker.Result();
            for (int i = 0; i < writers; i++) workers[i].Send("share", $"{Seconds * 1000}", $"{10 + i}");
            Task<string[]> ends = Task.WhenAll(workers.Select(w => Task.Run(() => w.Result())));
            int made = 0;
            for (; made == 0 || !ends.IsCompleted; made++)
            {
                Run latest = store.End(store.NewRun(store.Experiments.Query(new() { Ids = [before.ExperimentId] }, Expect.None)[0]));
                StoreBackup? backup = null;
                Parallel.Invoke(
                    () => backup = store.Maintenance.Backup(folder.Sub($"backup {made}"), replace: false, null, Expect.None),
                    () => store.Maintenance.Collect(null, null, Expect.None));
                Check(backup!, before, artifact, latest);
                await LetOthersRun();
            }

            Assert.All(await ends, e => Assert.NotEqual("0", e.Split('\t')[0]));
            Assert.True(made > 1, $"Only {made} backup was made beside the writers.");
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }
    }

    [Fact]
    public void A_collector_keeps_the_blobs_that_a_backup_pins()
    {
        string path = folder.Sub("store");
        using IExperimentStore store = StoreUnderTest.Open(path);
        Run run = store.End(store.NewRun());
        store.AddText(run, "k", "content");
        store.AddText(run, "l", "more");
        store.Runs.Remove([run.Id], Expect.None);
        CollectionSummary? meanwhile = null;
        StoreBackup backup = store.Maintenance.Backup(
            folder.Sub("backup"), replace: false, new Once("Copying blobs", () => meanwhile = store.Maintenance.Collect(null, null, Expect.None)), Expect.None);
        Assert.Equal((true, 1, 0), (meanwhile!.IsPostponed, meanwhile.Runs, meanwhile.Blobs));
        Assert.True(backup.IsComplete);
        Assert.Equal(2, backup.Blobs);
        Assert.Equal((false, 2), (store.Maintenance.Collect(null, null, Expect.None) is { IsPostponed: true }, backup.Blobs));
        Assert.Equal(0, store.Describe(Expect.None).Blobs);
        using IExperimentStore copy = StoreUnderTest.Open(backup.Path);
        copy.Runs.Restore([run.Id], Expect.None);
        Assert.Empty(copy.Findings());
    }

    // The thread pool prefers the work that its own threads queue, so a loop of parallel work could keep it from ever reading the answers of the workers.
    private static Task LetOthersRun() => Task.Delay(1);

    private static void Check(StoreBackup backup, Run before, Artifact artifact, Run latest)
    {
        Assert.True(backup.IsComplete, string.Join("; ", backup.Damaged));
        using IExperimentStore copy = StoreUnderTest.Open(backup.Path);
        Assert.Empty(copy.Findings());
        Assert.Equal(5000, copy.Points(before, "loss").Count);
        Assert.True(ArtifactReader.Check(copy, artifact, null, Expect.None).IsIntact);
        Assert.Equal(RunStatus.Succeeded, copy.Again(latest).Status);

        // A run made its writes one after the other, so each implies the earlier ones.
        foreach (Run run in copy.Runs.Query(new() { Removed = RemovedFilter.All }, Expect.None).Where(r => r.Experiment == Sharing.Experiment && r.Status == RunStatus.Succeeded))
        {
            Assert.Equal(1200, copy.Metric(run, "loss").Count);
        }
    }

    private sealed class Once(string step, Action act) : IProgress<MaintenanceProgress>
    {
        private bool done;

        public void Report(MaintenanceProgress value)
        {
            if (done || value.Step != step) return;
            done = true;
            act();
        }
    }
}
