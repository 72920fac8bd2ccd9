using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;
using ExperimentTracker.Storage.Maintenance;

namespace ExperimentTracker.Tests.Maintenance;

/// <summary>Writes between the steps of a garbage collection, which a race would seldom produce.</summary>
public sealed class CollectionProtocolTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Blobs_that_are_added_again_between_two_steps_are_all_kept()
    {
        const int contents = 100;
        Run removed = Store.NewRun(), live = Store.NewRun();
        for (int i = 0; i < contents; i++) Store.AddText(removed, $"k{i}", $"content {i}");
        Store.Runs.Remove([Store.End(removed).Id], Expect.None);
        Store.Maintenance.Collect(null, new Once("Deleting blobs", BringBack), Expect.None);
        Artifact[] artifacts = [.. Store.Artifacts.Query(new() { OwnerIds = [live.Id] }, Expect.None)];
        Assert.Equal(contents, artifacts.Length);
        Assert.All(artifacts, a => Assert.True(ArtifactReader.Check(Store, a, null, Expect.None).IsIntact));
        Assert.Empty(Store.Findings());
        Assert.Equal(contents, Store.Describe(Expect.None).Blobs);

        void BringBack()
        {
            // Some blobs are already deleted, and some are not.
            Assert.InRange(Store.Describe(Expect.None).Blobs, 1, contents - 1);
            for (int i = 0; i < contents; i++) Store.AddText(live, $"k{i}", $"content {i}");
        }
    }

    [Fact]
    public void Marked_records_cannot_be_used_although_their_rows_exist()
    {
        Project project = Store.NewProject();
        Experiment experiment = Store.NewExperiment("e", project);
        Run removed = Store.End(Store.NewRun(experiment)), live = Store.NewRun(experiment);
        Artifact artifact = Store.AddText(removed, "k", "content");
        Model model = Store.Models.Create([new() { Name = "m", ProjectId = project.Id }], Expect.None)[0];
        Store.Runs.Remove([removed.Id], Expect.None);

        MarkOnly();
        Assert.Equal(["artifacts", "runs"], Store.Findings().Select(f => f.Subject).Order(StringComparer.Ordinal));
        Assert.All(Store.Findings(), f => Assert.Equal((FindingSeverity.Information, "CollectionUnfinished"), (f.Severity, f.Problem)));
        Expect.Refused("RunNotFound", () => Store.Runs.Restore([removed.Id], Expect.None));
        Expect.Refused("RunNotFound", () => Store.Runs.Update(removed.Id, new() { Name = "x" }, Expect.None));
        Expect.Refused("ArtifactNotFound", () => Store.Inputs.Add(live.Id, RunInputKind.Artifact, artifact.Id, null, Expect.None));
        Expect.Refused("ArtifactNotFound", () => Store.Models.Register([new() { ModelId = model.Id, ArtifactId = artifact.Id }], Expect.None));
        Expect.Refused("RunNotFound", () => Store.Models.Register([new() { ModelId = model.Id, RunId = removed.Id }], Expect.None));
        Assert.Empty(Store.Runs.Query(new() { Removed = RemovedFilter.Removed }, Expect.None));
        Assert.Equal(0, Store.Describe(Expect.None).Removed);
        Assert.Equal((1, 1), (Store.Maintenance.Collect(null, null, Expect.None).Runs, Store.Runs.Query(new() { Removed = RemovedFilter.All }, Expect.None).Count()));
        Assert.Empty(Store.Findings());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_merge_treats_marked_records_as_deleted(bool markedHere)
    {
        Experiment experiment = Store.NewExperiment();
        Trial trial = Store.Trials.Create([new() { ExperimentId = experiment.Id, Name = "t" }], Expect.None)[0];
        Run removed = Store.End(Store.NewRun(experiment));
        Run live = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, TrialId = trial.Id, ParentRunId = removed.Id, Start = true });
        Store.AddText(removed, "k", "content");
        using StoreUnderTest other = StoreUnderTest.InAFile();
        if (markedHere) other.Store.Transfer.Merge(Store.Transfer.AsSource(Expect.None), preview: false, null, Expect.None);
        Store.Runs.Remove([removed.Id], Expect.None);
        Store.Trials.Remove([trial.Id], Expect.None);
        MarkOnly();
        Assert.Equal(3, Store.Findings().Count(f => f.Problem == "CollectionUnfinished"));
        (IExperimentStore from, IExperimentStore to) = markedHere ? (other.Store, Store) : (Store, other.Store);
        to.Transfer.Merge(from.Transfer.AsSource(Expect.None), preview: false, null, Expect.None);
        Assert.Equal([live.Id], to.Runs.Query(new() { Removed = RemovedFilter.Live }, Expect.None).Select(r => r.Id));
        Assert.Empty(to.Runs.Query(new() { Removed = RemovedFilter.Removed }, Expect.None));
        Assert.Empty(to.Trials.Query(new() { Removed = RemovedFilter.Removed }, Expect.None));
        to.Maintenance.Collect(null, null, Expect.None);
        Assert.Empty(to.Findings());
        Expect.Refused("RunIdExists", () => to.NewRun(new RunDraft { ExperimentId = experiment.Id, Id = removed.Id }));
    }

    [Fact]
    public void A_collection_reports_its_progress_and_can_be_cancelled()
    {
        Experiment experiment = Store.NewExperiment();
        for (int i = 0; i < 40; i++) Store.AddText(Store.NewRun(experiment, start: false), "k", $"content {i}");
        Store.Experiments.Remove([experiment.Id], Expect.None);
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Maintenance.Collect(null, new Once("Deleting blobs", source.Cancel), source.Token));
        Assert.DoesNotContain(Store.Findings(), f => f.Severity > FindingSeverity.Information);
        Assert.Equal(8, Store.Maintenance.Collect(null, null, Expect.None).Blobs);
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void Free_pages_are_returned_to_the_file_system()
    {
        Run run = Store.NewRun(), stays = Store.NewRun();
        var random = new Random(1);
        Store.Log(run, "loss", [.. Enumerable.Range(0, 550_000).Select(_ => random.NextDouble() - 0.5)]);
        Store.Log(stays, "loss", 1, 2, 3);
        Store.Runs.Remove([Store.End(run).Id], Expect.None);
        underTest.Reopen();
        long before = new FileInfo(Store.Database()).Length;
        CollectionSummary outcome = Store.Maintenance.Collect(null, null, Expect.None);
        long after = new FileInfo(Store.Database()).Length;
        Assert.InRange(outcome.DatabaseBytes, 4_000_000, before);
        Assert.True(after <= before - outcome.DatabaseBytes, $"{before} bytes became {after}.");
        Assert.Equal(3, Store.Points(stays, "loss").Count);
    }

    // The state that a collector leaves when it is killed after its first transaction.
    private void MarkOnly()
    {
        using Database database = new StoreOpener(new StoreFiles(Store.Path), SchemaSteps.All, EngineOptions.Default).Open(create: false, Expect.None);
        database.WriteFlushed(
            connection =>
            {
                Collectable.Find(connection, long.MaxValue);
                CollectionMark.Set(connection);
                return 0;
            },
            Expect.None);
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
