using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Tests.Opening;

/// <summary>A store on a network file system can be read. It cannot be written.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_store_is_created_on_a_network_file_system_and_the_error_suggests_a_solution()
    {
        TrackerException error = Expect.Refused("StoreOnNetwork", () => OverNetwork(folder.Sub("store"), create: true));
        Assert.Contains("(nfs)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Merge-ExperimentStore", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.List());
        Expect.Refused("StoreNotFound", () => OverNetwork(folder.Sub("store"), create: false));
    }

    [Fact]
    public void A_store_that_was_copied_there_is_read_checked_and_backed_up_and_not_written()
    {
        string path = folder.Sub("store");
        Run run;
        Artifact artifact;
        using (IExperimentStore local = StoreUnderTest.Open(path))
        {
            run = local.NewRun();
            local.Log(run, "loss", 1, 2, 3);
            artifact = local.AddText(run, "k", "content");
        }

        string[] before = StoreDamage.Snapshot(path);
        using IExperimentStore store = OverNetwork(path, create: true);
        Assert.True(store.IsReadOnly);
        Assert.Equal(RunStatus.Running, store.Again(run).Status);
        Assert.Equal("content"u8.ToArray(), ArtifactReader.ReadBytes(store, artifact, null, Expect.None));
        Assert.DoesNotContain(store.Findings(), f => f.Severity > FindingSeverity.Information);
        foreach (Action write in (Action[])
        [
            () => store.NewProject(), () => store.End(run), () => store.AddText(run, "l", "x"), () => store.Maintenance.Collect(null, null, Expect.None),
            () => store.Maintenance.Repair([], null, Expect.None),
        ])
        {
            Expect.Refused("StoreOnNetwork", write);
        }

        Assert.False(store.Maintenance.EstimateCollection(null, Expect.None).HasRecords);
        store.Maintenance.Backup(folder.Sub("copy"), replace: false, null, Expect.None);
        Assert.Equal(before, StoreDamage.Snapshot(path));
        using IExperimentStore copy = StoreUnderTest.Open(folder.Sub("copy"));
        Assert.Equal(3, copy.Points(run, "loss").Count);
    }

    [Fact]
    public void Changes_that_are_only_in_the_WAL_cannot_be_read_there_and_stale_data_is_not_returned()
    {
        string path = folder.Sub("store");
        using IExperimentStore local = StoreUnderTest.Open(path);
        local.NewProject("in the WAL");
        TrackerException error = Expect.Refused("StoreUnavailable", () => OverNetwork(path, create: false));
        Assert.Contains("write-ahead log", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("not/yet/there")]
    public void The_disks_of_this_machine_are_no_network_folders(string path)
    {
        using IExperimentStore store = new SqliteEngine().Open(StoreAddress.OfFolder(folder.Sub(path)), StoreOpening.OrCreate, Expect.None);
        Assert.False(store.IsReadOnly);
    }

    private static IExperimentStore OverNetwork(string path, bool create) => new SqliteEngine(new EngineOptions { NetworkOf = _ => "nfs" }).Open(StoreAddress.OfFolder(path), create ? StoreOpening.OrCreate : StoreOpening.Existing, Expect.None);
}
