using System.Text.Json;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

/// <summary>A backup is a separate store with the same content, and taking one loses no writes.</summary>
public abstract class BackupContract(StoreUnderTest store) : StoreContract(store), IDisposable
{
    private readonly TempFolder folder = new();

    private string Target => folder.Sub("deep", "backup");

    void IDisposable.Dispose()
    {
        folder.Dispose();
        Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_backup_opens_as_the_same_store_with_all_it_held()
    {
        Run run = Store.NewRun(), removed = Store.End(Store.NewRun());
        Store.Log(run, "loss", [.. Enumerable.Range(0, 3000).Select(i => i % 7 == 0 ? double.NaN : i / 3.0)]);
        Artifact artifact = Store.AddText(run, "k", "content");
        Store.AddText(removed, "k", "removed");
        Run ended = Store.End(run);
        Store.Runs.Remove([removed.Id], None);
        StoreBackup backup = Store.Maintenance.Backup(Target, replace: false, null, None);
        Assert.Equal((Target, Store.Path, Store.Describe(None).StoreId), (backup.Path, backup.Source, backup.StoreId));
        Assert.Equal((2, 3000, 2, 14, true), (backup.Runs, backup.Points, backup.Blobs, backup.ArtifactSize, backup.IsComplete));
        Assert.Equal(["backup"], Directory.GetFileSystemEntries(folder.Sub("deep")).Select(Path.GetFileName));
        using IExperimentStore copy = StoreUnderTest.Open(Target);
        Assert.Equal(Store.Describe(None).StoreId, copy.Describe(None).StoreId);
        Assert.Equal(JsonSerializer.Serialize(Store.Again(ended)), JsonSerializer.Serialize(copy.Again(ended)));
        Expect.SameBits(Store.Points(run, "loss").Values, copy.Points(run, "loss").Values);
        Assert.Equal("content"u8.ToArray(), ArtifactReader.ReadBytes(copy, artifact, null, None));
        copy.Runs.Restore([removed.Id], None);
        Assert.Empty(copy.Maintenance.Check(quick: false, null, None));

        // Writes to the copy do not affect the original.
        copy.NewRun();
        Assert.Equal((1L, 3L), (Store.Describe(None).Runs, copy.Describe(None).Runs));
    }

    [Fact]
    public void A_run_that_is_running_stays_so_as_of_the_time_of_the_backup()
    {
        Run run = Store.NewRun();
        StoreBackup backup = Store.Maintenance.Backup(Target, replace: false, null, None);
        using IExperimentStore copy = StoreUnderTest.Open(Target);
        Assert.Equal(RunStatus.Running, copy.Again(run).Status);

        // The processes of a store in memory cannot be others, so their runs have no locks.
        Assert.Equal(Store.IsInMemory, copy.Again(run).RunningAsOf is null);
        Assert.True(backup.TakenAt >= run.CreatedAt);
    }

    [Fact]
    public void An_earlier_backup_is_replaced_only_on_request()
    {
        Store.NewProject("first");
        Store.Maintenance.Backup(Target, replace: false, null, None);
        Store.NewProject("second");
        Expect.Refused("BackupExists", () => Store.Maintenance.Backup(Target, replace: false, null, None));
        Assert.Equal(["first"], Projects(Target));
        Store.Maintenance.Backup(Target, replace: true, null, None);
        Assert.Equal(["first", "second"], Projects(Target));
        Assert.Equal(["backup"], Directory.GetFileSystemEntries(folder.Sub("deep")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_no_backup_of_this_store_is_never_replaced(bool force)
    {
        string file = folder.Write("file", "mine"), inside = folder.Write("folder/file", "mine");
        using (IExperimentStore other = StoreUnderTest.Open(folder.Sub("other"))) other.NewProject("theirs");
        foreach (string place in (string[])[file, Path.GetDirectoryName(inside)!, folder.Sub("other")])
        {
            Expect.Refused("BackupExists", () => Store.Maintenance.Backup(place, force, null, None));
        }

        Assert.Equal(("mine", "mine"), (File.ReadAllText(file), File.ReadAllText(inside)));
        Assert.Equal(["theirs"], Projects(folder.Sub("other")));
        Assert.DoesNotContain(folder.List(), f => f.Contains(".part", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_folder_will_do()
    {
        Directory.CreateDirectory(Target);
        Store.NewProject("p");
        Store.Maintenance.Backup(Target, replace: false, null, None);
        Assert.Equal(["p"], Projects(Target));
    }

    [Fact]
    public void A_backup_that_is_cancelled_leaves_nothing()
    {
        Store.AddText(Store.NewRun(), "k", "content");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Maintenance.Backup(Target, replace: false, null, source.Token));
        using var later = new CancellationTokenSource();
        var progress = new Cancelling(later, "Copying blobs");
        Store.AddText(Store.NewRun(), "k", "more");
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Maintenance.Backup(Target, replace: false, progress, later.Token));
        Assert.DoesNotContain(folder.List(), f => f.StartsWith("deep/", StringComparison.Ordinal));
    }

    private static string[] Projects(string path)
    {
        using IExperimentStore store = StoreUnderTest.Open(path);
        return [.. store.Projects.Query(new(), None).Select(p => p.Name)];
    }

    private sealed class Cancelling(CancellationTokenSource source, string step) : IProgress<MaintenanceProgress>
    {
        public void Report(MaintenanceProgress value)
        {
            if (value.Step == step) source.Cancel();
        }
    }
}
