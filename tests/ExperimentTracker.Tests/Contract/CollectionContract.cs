using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

/// <summary>A garbage collection deletes what was removed, and nothing else.</summary>
public abstract class CollectionContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_store_with_something_of_everything_has_no_findings()
    {
        Full full = new(Store);
        Assert.Empty(Findings());
        full.Remove();
        Assert.Empty(Findings());
        Store.Maintenance.Collect(null, null, None);
        Assert.Empty(Findings());
    }

    [Fact]
    public void A_removed_run_is_deleted_with_its_records_and_its_neighbours_are_unchanged()
    {
        Experiment experiment = Store.NewExperiment();
        Run removed = Filled(experiment), stays = Filled(experiment);
        Store.AddText(removed, "own", "only here");
        string before = System.Text.Json.JsonSerializer.Serialize(Store.Again(stays));
        Store.Runs.Remove([removed.Id], None);
        CollectionSummary outcome = Store.Maintenance.Collect(null, null, None);
        Assert.Equal((1, 2503, 2, 1, 9), (outcome.Runs, outcome.Points, outcome.Artifacts, outcome.Blobs, outcome.BlobBytes));
        Assert.Empty(Store.Runs.Query(new() { Removed = RemovedFilter.All, Ids = [removed.Id] }, None));
        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(Store.Again(stays)));
        Assert.Equal(2500, Store.Points(stays, "loss").Count);
        Assert.True(ArtifactReader.Check(Store, Store.Artifacts.Query(new() { OwnerIds = [stays.Id] }, None).Single(), null, None).IsIntact);
        Assert.Empty(Findings());
    }

    [Fact]
    public void A_collected_record_cannot_be_restored_and_its_id_and_number_are_not_reused()
    {
        Experiment experiment = Store.NewExperiment();
        Run removed = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Id = "mine" });
        Store.Runs.Remove([removed.Id], None);
        Store.Maintenance.Collect(null, null, None);
        Expect.Refused("RunNotFound", () => Store.Runs.Restore([removed.Id], None));
        Expect.Refused("RunIdExists", () => Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Id = "mine" }));
        Assert.Equal(1, Store.NewRun(experiment).Number);
    }

    [Fact]
    public void The_same_id_may_be_used_by_records_of_another_kind()
    {
        Project project = Store.Projects.Create([new() { Name = "p", Id = "x" }], None)[0];
        Store.Projects.Remove([project.Id], None);
        Store.Maintenance.Collect(null, null, None);
        Assert.Equal("x", Store.Experiments.Create([new() { Name = "e", Id = "x", ProjectId = Store.NewProject().Id }], None)[0].Id);
    }

    [Fact]
    public void The_estimate_predicts_what_is_deleted_and_deletes_nothing()
    {
        new Full(Store).Remove();
        CollectionSummary weight = Store.Maintenance.EstimateCollection(null, None), again = Store.Maintenance.EstimateCollection(null, None);
        Assert.Equal(weight, again);
        CollectionSummary outcome = Store.Maintenance.Collect(null, null, None);
        Assert.Equal(weight with { DatabaseBytes = 0 }, outcome with { DatabaseBytes = 0 });
        Assert.Equal((1, 1, 1, 1, 1, 1, 1, 1), (weight.Projects, weight.Experiments, weight.Trials, weight.Runs, weight.Models, weight.ModelVersions, weight.Datasets, weight.Encoders));
        CollectionSummary left = Store.Maintenance.Collect(null, null, None);
        Assert.Equal(new CollectionSummary(), left with { DatabaseBytes = 0 });
    }

    [Fact]
    public void Without_removed_records_nothing_is_deleted()
    {
        var full = new Full(Store);
        Assert.False(Store.Maintenance.EstimateCollection(null, None).HasRecords);
        Assert.Equal(new CollectionSummary(), Store.Maintenance.Collect(null, null, None) with { DatabaseBytes = 0 });
        Assert.Single(Store.Models.Versions(new() { Ids = [full.Version.Id] }, None));
    }

    [Fact]
    public void Only_records_removed_by_a_given_time_are_deleted()
    {
        Experiment experiment = Store.NewExperiment();
        Run early = Store.NewRun(experiment, start: false), late = Store.NewRun(experiment, start: false);
        Store.Runs.Remove([early.Id], None);
        long between = UtcTicks.From(Store.Again(early).RemovedAt!.Value);
        Store.Runs.Remove([late.Id], None);
        Assert.Equal(0, Store.Maintenance.EstimateCollection(between - 1, None).Runs);
        Assert.Equal(1, Store.Maintenance.Collect(between, null, None).Runs);
        Store.Runs.Restore([late.Id], None);
        Assert.Equal([late.Id], Store.Runs.Query(new() { Removed = RemovedFilter.All }, None).Select(r => r.Id));
    }

    [Fact]
    public void A_child_of_a_collected_run_and_a_run_of_a_collected_trial_remain()
    {
        Experiment experiment = Store.NewExperiment();
        Trial trial = Store.Trials.Create([new() { ExperimentId = experiment.Id, Name = "t" }], None)[0];
        Run parent = Store.NewRun(experiment, start: false);
        Run child = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, ParentRunId = parent.Id, TrialId = trial.Id });
        Store.Runs.Remove([parent.Id], None);
        Store.Trials.Remove([trial.Id], None);
        CollectionSummary outcome = Store.Maintenance.Collect(null, null, None);
        Assert.Equal((1, 1, 0), (outcome.Runs, outcome.Trials, outcome.Kept));
        Assert.Equal((null, null), (Store.Again(child).ParentRunId, Store.Again(child).TrialId));
        Assert.Empty(Findings());
    }

    [Fact]
    public void Unreferenced_blobs_are_deleted_even_if_no_record_is()
    {
        Run run = Store.NewRun();
        Artifact first = Store.AddText(run, "k", "first");
        Store.AddText(run, "k", "second", replace: true);
        Assert.Equal((1, 1, 5), (Store.Maintenance.EstimateCollection(null, None).Artifacts, Store.Maintenance.EstimateCollection(null, None).Blobs, Store.Maintenance.EstimateCollection(null, None).BlobBytes));
        Store.Maintenance.Collect(null, null, None);
        Assert.Null(Store.Artifacts.Open(first.Digest!));
        Assert.Equal((1, 6), (Store.Describe(None).Blobs, Store.Describe(None).ArtifactSize));
        Assert.Equal(first.Digest, Store.AddText(run, "again", "first").Digest);
        Assert.Empty(Findings());
    }

    private List<StoreFinding> Findings() => [.. Store.Maintenance.Check(quick: false, null, None)];

    private Run Filled(Experiment experiment)
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Start = true, Parameters = StoreSteps.Named(("lr", 0.1)), Tags = StoreSteps.Named(("t", null)) });
        Store.Log(run, "loss", [.. Enumerable.Range(0, 2500).Select(i => (double)i)]);
        Store.Log(run, "few", 1, 2, 3);
        Store.AddText(run, "shared", "the same in both");
        Store.Logs.Add([new() { RunId = run.Id, Message = "line", Ticks = UtcTicks.Now(Store.Time) }], None);
        return Store.End(run);
    }

    /// <summary>A project with one record of each type, with every kind of reference between them.</summary>
    private sealed class Full
    {
        private readonly IExperimentStore store;
        private readonly Project project;
        private readonly Dataset dataset;

        public Full(IExperimentStore store)
        {
            this.store = store;
            project = store.Projects.Create([new() { Name = "full", Tags = StoreSteps.Named(("p", null)) }], None)[0];
            Experiment experiment = store.Experiments.Create([new() { Name = "e", ProjectId = project.Id, Tags = StoreSteps.Named(("e", null)) }], None)[0];
            Trial trial = store.Trials.Create([new() { ExperimentId = experiment.Id, Name = "t" }], None)[0];
            Run run = store.NewRun(new RunDraft
            {
                ExperimentId = experiment.Id, TrialId = trial.Id, Start = true, Parameters = StoreSteps.Named(("lr", 0.1)), Tags = StoreSteps.Named(("r", null)),
            });
            store.Log(run, "loss", 1, 2, 3);
            foreach (RecordType type in (RecordType[])[RecordType.Epoch, RecordType.Result])
            {
                store.Evaluations.Add([new() { Type = type, RunId = run.Id, Accuracy = 0.5, Ticks = UtcTicks.Now(store.Time) }], None);
            }

            store.Logs.Add([new() { RunId = run.Id, Message = "line", Ticks = UtcTicks.Now(store.Time) }], None);
            Artifact artifact = ArtifactIntake.AddText(store, StoreSteps.DraftOf(run, "weights") with { Epoch = "0" }, "weights", None);
            ArtifactIntake.AddText(store, StoreSteps.DraftOf(experiment, "report"), "report", None);
            dataset = store.Datasets.Register(new() { Name = "d" }, None);
            store.Datasets.RegisterEncoder("one-hot", null, None);
            store.Datasets.AddEncoder(dataset.Id, "one-hot", None);
            store.Datasets.AddToExperiment(experiment.Id, dataset.Id, primary: true, None);
            Model model = store.Models.Create([new() { Name = "m", ProjectId = project.Id, Tags = StoreSteps.Named(("m", null)) }], None)[0];
            Version = store.Models.Register([new() { ModelId = model.Id, RunId = run.Id, ArtifactId = artifact.Id, Tags = StoreSteps.Named(("v", null)) }], None)[0];
            store.Models.UpdateVersion(Version.Id, new() { Stage = ModelStage.Production, AddAliases = ["best"] }, None);

            // The run consumed its own artifact and the model version that was made from it: a cycle.
            foreach ((RunInputKind kind, string id) in ((RunInputKind, string)[])[(RunInputKind.Artifact, artifact.Id), (RunInputKind.ModelVersion, Version.Id), (RunInputKind.Dataset, dataset.Id)])
            {
                store.Inputs.Add(run.Id, kind, id, "train", None);
            }

            store.End(run);
        }

        public ModelVersion Version { get; }

        public void Remove()
        {
            store.Projects.Remove([project.Id], None);
            store.Datasets.Remove([dataset.Id], None);
            store.Datasets.RemoveEncoders(["one-hot"], None);
        }
    }
}
