using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Tests.Worker;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Processes;

public sealed class ConcurrentWriterTests
{
    [Fact]
    public void Eight_processes_assign_distinct_numbers_to_their_runs()
    {
        const int processes = 8, each = 20;
        using var folder = new TempFolder();
        WorkerProcess[] workers = WorkerProcess.StartMany(processes);
        try
        {
            foreach (WorkerProcess worker in workers) worker.Send("open", folder.Sub("store"));
            foreach (WorkerProcess worker in workers) worker.Result();
            foreach (WorkerProcess worker in workers) worker.Send("runs", "Sweep", each.ToString(CultureInfo.InvariantCulture));
            int[][] numbers = [.. workers.Select(w => w.Result().Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
            Assert.Equal(Enumerable.Range(0, processes * each), numbers.SelectMany(n => n).Order());
            foreach (int[] own in numbers) Assert.Equal(own.Order(), own);
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }

        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("store"));
        StoreInfo info = store.Describe(Expect.None);
        Assert.Equal((1L, 160L, 0L, 160L, 320L), (info.Experiments, info.Runs, info.RunningRuns, info.Metrics, info.Points));
        Assert.All(store.Runs.Query(new(), Expect.None), r => Assert.Equal((RunStatus.Succeeded, 2.0), (r.Status, r.Metrics[WriteLoop.Key])));
        using SqliteConnection connection = PointsOfView.Connect(Path.Combine(store.Path, "tracker.db"));
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }

    [Fact]
    public void A_reader_sees_complete_batches_while_another_process_writes()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("store"));
        Run run = store.NewRun();
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", store.Path);
        worker.Send("log", run.Id, "120");
        while (long.TryParse(worker.Result(), CultureInfo.InvariantCulture, out long acknowledged))
        {
            MetricSeries points = store.Points(run, WriteLoop.Key);
            Assert.True(points.Count >= acknowledged, $"{acknowledged} points were acknowledged and {points.Count} read.");
            Expect.SameBits([.. Enumerable.Range(0, points.Count).Select(n => WriteLoop.ValueAt(n))], points.Values);
            Assert.Contains(points.Count, Totals(points.Count));
        }
    }

    // The totals after each batch, up to a number of points.
    private static IEnumerable<int> Totals(int count)
    {
        int total = 0;
        for (int batch = 0; total < count; batch++) yield return total += WriteLoop.SizeOf(batch);
    }
}
