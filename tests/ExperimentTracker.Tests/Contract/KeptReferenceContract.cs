using System.Text.Json;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

/// <summary>A removed record is not collected while a remaining record refers to it. It is collected when no reference is left.</summary>
public abstract class KeptReferenceContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void The_run_and_the_artifact_of_a_live_version_are_kept_and_can_be_restored()
    {
        Project project = Store.NewProject();
        Experiment experiment = Store.NewExperiment("e", project);
        Run run = Made(experiment), other = Made(experiment);
        Artifact artifact = Store.AddText(run, "weights", "weights");
        Store.AddText(run, "plot", "plot");
        ModelVersion version = Register(project, run, artifact);
        string before = JsonSerializer.Serialize(Store.Again(run));
        Store.Experiments.Remove([experiment.Id], None);
        CollectionSummary outcome = Store.Maintenance.Collect(null, null, None);
        Assert.Equal((0, 1, 0), (outcome.Experiments, outcome.Runs, outcome.Artifacts));
        Assert.Equal((run.Id, artifact.Id), (Version(version).RunId, Version(version).ArtifactId));
        Store.Experiments.Restore([experiment.Id], None);
        Assert.Equal(before, JsonSerializer.Serialize(Store.Again(run)));
        Assert.Equal(["plot", "weights"], Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, None).Select(a => a.Key));
        Assert.Empty(Store.Runs.Query(new() { Ids = [other.Id], Removed = RemovedFilter.All }, None));
        Store.Experiments.Remove([experiment.Id], None);
        Store.Models.RemoveVersions([version.Id], None);
        outcome = Store.Maintenance.Collect(null, null, None);
        Assert.Equal((1, 1, 2, 1, 0), (outcome.Experiments, outcome.Runs, outcome.Artifacts, outcome.ModelVersions, outcome.Kept));
        Assert.Empty(Store.Maintenance.Check(quick: false, null, None));
    }

    [Fact]
    public void The_inputs_of_a_live_run_are_kept_with_everything_they_refer_to()
    {
        Experiment experiment = Store.NewExperiment();
        Run first = Made(experiment), second = Made(experiment), third = Made(experiment);
        Artifact one = Store.AddText(first, "a", "one"), two = Store.AddText(second, "a", "two");
        Dataset dataset = Store.Datasets.Register(new() { Name = "d" }, None);
        Store.Inputs.Add(first.Id, RunInputKind.Dataset, dataset.Id, null, None);
        Store.Inputs.Add(second.Id, RunInputKind.Artifact, one.Id, null, None);
        Store.Inputs.Add(third.Id, RunInputKind.Artifact, two.Id, null, None);
        Store.Runs.Remove([first.Id, second.Id], None);
        Store.Datasets.Remove([dataset.Id], None);
        CollectionSummary outcome = Store.Maintenance.Collect(null, null, None);
        Assert.False(outcome.HasRecords);
        Assert.Equal(5, outcome.Kept);
        Assert.Equal(two.Id, Store.Inputs.List([third.Id], None).Single().TargetId);
        Store.Runs.Remove([third.Id], None);
        outcome = Store.Maintenance.Collect(null, null, None);
        Assert.Equal((3, 2, 1, 2, 0), (outcome.Runs, outcome.Artifacts, outcome.Datasets, outcome.Blobs, outcome.Kept));
        Assert.Empty(Store.Maintenance.Check(quick: false, null, None));
    }

    [Fact]
    public void A_version_that_is_an_input_of_a_live_run_is_kept_with_its_history()
    {
        Project project = Store.NewProject();
        Run run = Made(Store.NewExperiment("e", project));
        ModelVersion version = Register(project, null, null);
        Store.Models.UpdateVersion(version.Id, new() { Stage = ModelStage.Staging }, None);
        Store.Inputs.Add(run.Id, RunInputKind.ModelVersion, version.Id, null, None);
        Store.Models.Remove([version.ModelId], None);
        Assert.Equal((false, 2L), (Store.Maintenance.Collect(null, null, None).HasRecords, Store.Maintenance.EstimateCollection(null, None).Kept));
        Store.Models.Restore([version.ModelId], None);
        Assert.Equal(2, Store.Models.StageHistory([version.Id], None).Count);
    }

    [Fact]
    public void A_dataset_that_a_live_experiment_uses_is_kept()
    {
        Experiment primary = Store.NewExperiment(), other = Store.NewExperiment();
        Dataset one = Store.Datasets.Register(new() { Name = "one" }, None), two = Store.Datasets.Register(new() { Name = "two" }, None);
        Store.Datasets.AddToExperiment(primary.Id, one.Id, primary: true, None);
        Store.Datasets.AddToExperiment(other.Id, two.Id, primary: false, None);
        Store.Datasets.Remove([one.Id, two.Id], None);
        Assert.Equal(0, Store.Maintenance.Collect(null, null, None).Datasets);
        Store.Experiments.Remove([primary.Id], None);
        Assert.Equal(1, Store.Maintenance.Collect(null, null, None).Datasets);
    }

    [Fact]
    public void Runs_that_refer_only_to_each_other_are_deleted_together()
    {
        Experiment experiment = Store.NewExperiment();
        Run[] runs = [.. Enumerable.Range(0, 3).Select(_ => Made(experiment))];
        Artifact[] artifacts = [.. runs.Select(r => Store.AddText(r, "a", r.Id))];
        for (int i = 0; i < 3; i++) Store.Inputs.Add(runs[i].Id, RunInputKind.Artifact, artifacts[(i + 1) % 3].Id, null, None);
        Store.Runs.Remove([runs[0].Id, runs[1].Id], None);
        Assert.False(Store.Maintenance.EstimateCollection(null, None).HasRecords);
        Store.Runs.Remove([runs[2].Id], None);
        Assert.Equal(3, Store.Maintenance.Collect(null, null, None).Runs);
    }

    [Fact]
    public void A_record_removed_after_the_given_time_still_keeps_what_it_refers_to()
    {
        Experiment experiment = Store.NewExperiment();
        Run early = Made(experiment), late = Made(experiment);
        Store.Inputs.Add(late.Id, RunInputKind.Artifact, Store.AddText(early, "a", "x").Id, null, None);
        Store.Runs.Remove([early.Id], None);
        long between = UtcTicks.From(Store.Again(early).RemovedAt!.Value);
        Store.Runs.Remove([late.Id], None);
        Assert.False(Store.Maintenance.Collect(between, null, None).HasRecords);
        Store.Runs.Restore([late.Id, early.Id], None);
        Assert.Single(Store.Inputs.List([late.Id], None));
    }

    private Run Made(Experiment experiment) => Store.End(Store.NewRun(experiment));

    private ModelVersion Register(Project project, Run? run, Artifact? artifact)
    {
        Model model = Store.Models.Create([new() { Name = "m", ProjectId = project.Id }], None)[0];
        return Store.Models.Register([new() { ModelId = model.Id, RunId = run?.Id, ArtifactId = artifact?.Id }], None)[0];
    }

    private ModelVersion Version(ModelVersion version) => Store.Models.Versions(new() { Ids = [version.Id] }, None).Single();
}
