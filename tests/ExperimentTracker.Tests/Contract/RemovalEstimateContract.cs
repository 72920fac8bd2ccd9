using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class RemovalEstimateContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void The_records_that_a_removal_affects_are_counted()
    {
        Project project = Store.NewProject();
        Experiment one = Store.NewExperiment("one", project), two = Store.NewExperiment("two", project);
        Run a = Store.NewRun(one), b = Store.NewRun(one), c = Store.NewRun(two);
        Store.Log(a, "loss", 1, 2, 3);
        Store.Log(b, "loss", new double[2000]);
        Store.Log(c, "loss", 1);
        Store.AddText(a, "k", new string('a', 10));
        Store.AddText(b, "k", new string('b', 100));
        ArtifactIntake.AddText(Store, StoreSteps.DraftOf(two, "k"), new string('c', 1000), None);
        Assert.Equal(new(0, 1, 3, 1, 10), Store.Runs.EstimateRemoval([a.Id], None));
        Assert.Equal(new(0, 2, 2003, 2, 110), Store.Runs.EstimateRemoval([a.Id, b.Id], None));
        Assert.Equal(new(1, 2, 2003, 2, 110), Store.Experiments.EstimateRemoval([one.Id], None));
        Assert.Equal(new(1, 1, 1, 1, 1000), Store.Experiments.EstimateRemoval([two.Id], None));
        Assert.Equal(new(2, 3, 2004, 3, 1110), Store.Projects.EstimateRemoval([project.Id], None));
        Assert.Equal(new(0, 0, 0, 0, 0), Store.Runs.EstimateRemoval([], None));
    }

    [Fact]
    public void Only_unshared_blobs_would_be_freed()
    {
        Experiment experiment = Store.NewExperiment();
        Run one = Store.NewRun(experiment), two = Store.NewRun(experiment);
        Store.AddText(one, "shared", "ten bytes!");
        Store.AddText(one, "again", "ten bytes!");
        Store.AddText(two, "shared", "ten bytes!");
        Store.AddText(two, "own", "four");
        Assert.Equal((2L, 0L), (Store.Runs.EstimateRemoval([one.Id], None).Artifacts, Store.Runs.EstimateRemoval([one.Id], None).Bytes));
        Assert.Equal(4, Store.Runs.EstimateRemoval([two.Id], None).Bytes);
        Assert.Equal(14, Store.Runs.EstimateRemoval([one.Id, two.Id], None).Bytes);
    }

    [Fact]
    public void Files_of_folders_count_and_refer_to_blobs_too()
    {
        using var folder = new TempFolder();
        folder.Write("in/a", "12345");
        folder.Write("in/b", "123");
        Run one = Store.NewRun(), two = Store.NewRun();
        ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(one, "f"), folder.Sub("in"), null, None);
        Assert.Equal(8, Store.Runs.EstimateRemoval([one.Id], None).Bytes);
        Store.AddText(two, "k", "123");
        Assert.Equal(5, Store.Runs.EstimateRemoval([one.Id], None).Bytes);
        Assert.Equal(0, Store.Runs.EstimateRemoval([two.Id], None).Bytes);
    }

    [Fact]
    public void External_content_has_no_size()
    {
        Run run = Store.NewRun();
        Store.Artifacts.Commit(
            [
                StoreSteps.DraftOf(run, "r") with { Kind = ArtifactKind.Reference, Location = "s3://x" },
                StoreSteps.DraftOf(run, "d") with { Kind = ArtifactKind.Record, Digest = "sha256:" + new string('0', 64), Size = 1_000_000 },
            ],
            None);
        Assert.Equal(new(0, 1, 0, 2, 0), Store.Runs.EstimateRemoval([run.Id], None));
    }

    [Fact]
    public void The_estimate_is_formatted_as_a_phrase() =>
        Assert.Equal("1 experiment, 3 runs, 1,200 points, 1 artifact; 4.1 MB to be freed", new RemovalSummary(1, 3, 1200, 1, 4_300_000).ToString());
}
