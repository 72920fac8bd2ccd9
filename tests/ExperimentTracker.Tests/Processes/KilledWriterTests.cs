using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Tests.Worker;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A process that is killed at any time loses no acknowledged write and leaves a valid store.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(40)]
    [InlineData(133)]
    [InlineData(500)]
    public void Every_acknowledged_point_is_found_after_a_kill(int batchesBeforeTheKill)
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", folder.Sub("store"));
        string id = worker.Ask("start", "E");
        worker.Send("log", id, "5000");
        long acknowledged = 0;
        for (int i = 0; i < batchesBeforeTheKill; i++) acknowledged = long.Parse(worker.Result(), CultureInfo.InvariantCulture);
        worker.Kill();

        // Reads what the worker reported before it was killed. The number in the last line may be truncated, which makes it smaller.
        while (worker.NextAnswer() is { } answer)
        {
            if (answer.StartsWith("ok\t", StringComparison.Ordinal) && long.TryParse(answer[3..], CultureInfo.InvariantCulture, out long total))
            {
                acknowledged = Math.Max(acknowledged, total);
            }
        }

        CheckFile();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("store"));
        Run run = store.Runs.Query(new(), Expect.None).Single();
        MetricSeries points = store.Points(run, WriteLoop.Key);
        Assert.True(points.Count >= acknowledged, $"{acknowledged} points were acknowledged and {points.Count} are there.");
        Expect.SameBits([.. Enumerable.Range(0, points.Count).Select(n => WriteLoop.ValueAt(n))], points.Values);
        Assert.Equal(Enumerable.Range(0, points.Count).Select(n => (long)n), points.Steps);
        Assert.True(WriteLoop.IsWholeBatches(points.Count), $"{points.Count} points are not a number of complete batches.");
        Assert.Equal((RunStatus.Killed, (long)points.Count), (run.Status, store.Metric(run, WriteLoop.Key).Count));
        CheckFile();
    }

    [Fact]
    public void A_store_whose_creator_was_killed_can_be_created_again()
    {
        for (int round = 0; round < 6; round++)
        {
            string path = folder.Sub($"round {round}");
            using (WorkerProcess worker = WorkerProcess.Start())
            {
                worker.Send("open", path);
                SpinWait.SpinUntil(() => Directory.Exists(path), TimeSpan.FromSeconds(20));
                if (round % 2 == 1) SpinWait.SpinUntil(() => Directory.EnumerateFiles(path, "*.new").Any() || File.Exists(Path.Combine(path, "tracker.db")), TimeSpan.FromSeconds(20));
                worker.Kill();
            }

            using IExperimentStore store = StoreUnderTest.Open(path);
            store.NewProject("p");
            Assert.DoesNotContain(Directory.EnumerateFiles(path), f => f.Contains(".new", StringComparison.Ordinal));
        }
    }

    private void CheckFile()
    {
        using SqliteConnection connection = PointsOfView.Connect(folder.Sub("store", "tracker.db"));
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
        command.CommandText = "PRAGMA foreign_key_check";
        Assert.Null(command.ExecuteScalar());
    }
}
