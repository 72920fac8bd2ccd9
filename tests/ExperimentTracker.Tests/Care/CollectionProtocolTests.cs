namespace ExperimentTracker.Tests.Care;

/// <summary>What happens between the steps of a collection, at moments that a race would seldom meet.</summary>
public sealed class CollectionProtocolTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Contents_that_come_back_between_two_steps_are_all_kept()
    {
        const int contents = 100;
        Run gone = Store.NewRun(), live = Store.NewRun();
        for (int i = 0; i < contents; i++) Store.AddText(gone, $"k{i}", $"content {i}");
        Store.Runs.Remove([Store.End(gone).Id], Expect.None);
        Store.Care.Collect(null, new Once("Taking away contents", BringBack), Expect.None);
        Artifact[] artifacts = [.. Store.Artifacts.Query(new() { OwnerIds = [live.Id] }, Expect.None)];
        Assert.Equal(contents, artifacts.Length);
        Assert.All(artifacts, a => Assert.True(ArtifactReader.Check(Store, a, null, Expect.None).IsIntact));
        Assert.Empty(Store.Findings());
        Assert.Equal(contents, Store.Describe(Expect.None).Blobs);

        void BringBack()
        {
            // Some are gone by now, and some are still to be taken.
            Assert.InRange(Store.Describe(Expect.None).Blobs, 1, contents - 1);
            for (int i = 0; i < contents; i++) Store.AddText(live, $"k{i}", $"content {i}");
        }
    }

    [Fact]
    public void What_is_marked_is_out_of_reach_although_its_rows_are_there()
    {
        Project project = Store.NewProject();
        Experiment experiment = Store.NewExperiment("e", project);
        Run gone = Store.End(Store.NewRun(experiment)), live = Store.NewRun(experiment);
        Artifact artifact = Store.AddText(gone, "k", "content");
        Model model = Store.Models.Create([new() { Name = "m", ProjectId = project.Id }], Expect.None)[0];
        Store.Runs.Remove([gone.Id], Expect.None);

        // As a collector leaves it that was killed after its first transaction.
        Store.Sql($"UPDATE runs SET removed_at = 0 WHERE id = '{gone.Id}'; UPDATE artifacts SET removed_at = 0; INSERT INTO tombstones VALUES ('{gone.Id}', 4, 1)");
        Assert.Equal(["artifacts", "runs"], Store.Findings().Select(f => f.Subject).Order(StringComparer.Ordinal));
        Assert.All(Store.Findings(), f => Assert.Equal((FindingSeverity.Information, "CollectionUnfinished"), (f.Severity, f.Problem)));
        Expect.Refused("RunNotFound", () => Store.Runs.Restore([gone.Id], Expect.None));
        Expect.Refused("RunNotFound", () => Store.Runs.Update(gone.Id, new() { Name = "x" }, Expect.None));
        Expect.Refused("ArtifactNotFound", () => Store.Inputs.Add(live.Id, RunInputKind.Artifact, artifact.Id, null, Expect.None));
        Expect.Refused("ArtifactNotFound", () => Store.Models.Register([new() { ModelId = model.Id, ArtifactId = artifact.Id }], Expect.None));
        Expect.Refused("RunNotFound", () => Store.Models.Register([new() { ModelId = model.Id, RunId = gone.Id }], Expect.None));
        Assert.Empty(Store.Runs.Query(new() { Removed = RemovedFilter.Removed }, Expect.None));
        Assert.Equal(0, Store.Describe(Expect.None).Removed);
        Assert.Equal((1, 1), (Store.Care.Collect(null, null, Expect.None).Runs, Store.Runs.Query(new() { Removed = RemovedFilter.All }, Expect.None).Count()));
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void A_collection_says_how_far_it_is_and_ends_when_it_is_cancelled()
    {
        Experiment experiment = Store.NewExperiment();
        for (int i = 0; i < 40; i++) Store.AddText(Store.NewRun(experiment, start: false), "k", $"content {i}");
        Store.Experiments.Remove([experiment.Id], Expect.None);
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Care.Collect(null, new Once("Taking away contents", source.Cancel), source.Token));
        Assert.DoesNotContain(Store.Findings(), f => f.Severity > FindingSeverity.Information);
        Assert.Equal(8, Store.Care.Collect(null, null, Expect.None).Blobs);
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void Free_pages_go_back_to_the_file_system()
    {
        Run run = Store.NewRun(), stays = Store.NewRun();
        Store.Log(run, "loss", new double[500_000]);
        Store.Log(stays, "loss", 1, 2, 3);
        Store.Runs.Remove([Store.End(run).Id], Expect.None);
        underTest.Reopen();
        long before = new FileInfo(Store.Database()).Length;
        CollectionSummary taken = Store.Care.Collect(null, null, Expect.None);
        long after = new FileInfo(Store.Database()).Length;
        Assert.InRange(taken.DatabaseBytes, 4_000_000, before);
        Assert.True(after <= before - taken.DatabaseBytes, $"{before} bytes became {after}.");
        Assert.Equal(3, Store.Points(stays, "loss").Count);
    }

    private sealed class Once(string step, Action act) : IProgress<CareProgress>
    {
        private bool done;

        public void Report(CareProgress value)
        {
            if (done || value.Step != step) return;
            done = true;
            act();
        }
    }
}
