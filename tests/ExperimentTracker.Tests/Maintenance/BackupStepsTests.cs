using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Maintenance;

/// <summary>A database that is copied in several steps is copied as of one point in time, whatever is written between the steps.</summary>
public sealed class BackupStepsTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly TempFolder folder = new();

    public void Dispose()
    {
        underTest.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Writes_between_two_steps_are_not_in_the_copy_and_do_not_restart_it()
    {
        IExperimentStore store = underTest.Store;
        var random = new Random(1);
        Run run = store.NewRun();
        store.Log(run, "loss", [.. Enumerable.Range(0, 1_500_000).Select(_ => random.NextDouble())]);
        Artifact artifact = store.AddText(run, "k", "content");
        var steps = new List<long>();
        StoreBackup backup = store.Maintenance.Backup(folder.Sub("copy"), replace: false, new Each("Copying the database", WriteMore), Expect.None);
        Assert.True(steps.Count > 1, $"The copy took {steps.Count} steps beside the last.");
        Assert.Equal(steps.Order(), steps);
        Assert.Equal(1_500_000, backup.Points);
        using IExperimentStore copy = StoreUnderTest.Open(backup.Path);
        Assert.Empty(copy.Findings(quick: true));
        Assert.Equal(["loss"], copy.Metrics.List([run.Id], Expect.None).Select(m => m.Key));
        Assert.Equal("content"u8.ToArray(), ArtifactReader.ReadBytes(copy, artifact, null, Expect.None));
        Assert.Equal(steps.Count, store.Metric(run, "late").Count);

        // Also deletes blobs that the copy contains.
        void WriteMore(MaintenanceProgress progress)
        {
            steps.Add(progress.Done);
            store.Log(run, "late", 1);
            store.AddText(run, "k", $"content {steps.Count}", replace: true);
            store.Maintenance.Collect(null, null, Expect.None);
        }
    }

    private sealed class Each(string step, Action<MaintenanceProgress> act) : IProgress<MaintenanceProgress>
    {
        public void Report(MaintenanceProgress value)
        {
            if (value.Step == step) act(value);
        }
    }
}
