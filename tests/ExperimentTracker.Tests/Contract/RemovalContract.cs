using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class RemovalContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_removed_record_disappears_with_its_children_and_can_be_restored()
    {
        Run run = Store.End(Store.NewRun());
        Store.AddText(run, "a", "x");
        Experiment experiment = Store.Experiments.Query(new(), None).Single();
        Store.Projects.Remove([experiment.ProjectId], None);
        Assert.Equal((0, 0, 0, 0), Live());
        Assert.NotNull(Store.Projects.Query(new() { Removed = RemovedFilter.Removed }, None).Single().RemovedAt);
        Assert.Empty(Store.Experiments.Query(new() { Removed = RemovedFilter.Removed }, None));
        Store.Projects.Restore([experiment.ProjectId], None);
        Assert.Equal((1, 1, 1, 1), Live());
        Store.Experiments.Remove([experiment.Id], None);
        Assert.Equal((1, 0, 0, 0), Live());
        Store.Experiments.Restore([experiment.Id], None);
        Store.Runs.Remove([run.Id], None);
        Assert.Equal((1, 1, 0, 0), Live());
        Assert.Equal([run.Id], Store.Runs.Query(new() { Removed = RemovedFilter.Removed }, None).Select(r => r.Id));
        Store.Runs.Restore([run.Id], None);
        Assert.Equal((1, 1, 1, 1), Live());
        Assert.Null(Store.Again(run).RemovedAt);

        (int, int, int, int) Live() => (
            Store.Projects.Query(new(), None).Count, Store.Experiments.Query(new(), None).Count, Store.Runs.Query(new(), None).Count(),
            Store.Artifacts.Query(new(), None).Count);
    }

    [Fact]
    public void The_name_of_a_removed_record_can_be_used()
    {
        Project project = Store.NewProject("name");
        Experiment experiment = Store.NewExperiment("name", project);
        Store.Experiments.Remove([experiment.Id], None);
        Experiment second = Store.NewExperiment("NAME", project);
        Expect.Refused("ExperimentExists", () => Store.Experiments.Restore([experiment.Id], None));
        Store.Experiments.Remove([second.Id], None);
        Store.Experiments.Restore([experiment.Id], None);
        Store.Projects.Remove([project.Id], None);
        Store.NewProject("Name");
        Expect.Refused("ProjectExists", () => Store.Projects.Restore([project.Id], None));
        Assert.Equal(["Name"], Store.Projects.Query(new(), None).Select(p => p.Name));
    }

    [Fact]
    public void Restoring_is_atomic()
    {
        Project a = Store.NewProject("a"), b = Store.NewProject("b");
        Store.Projects.Remove([a.Id, b.Id], None);
        Store.NewProject("B");
        Expect.Refused("ProjectExists", () => Store.Projects.Restore([a.Id, b.Id], None));
        Expect.Refused("ProjectNotFound", () => Store.Projects.Restore([a.Id, "nope"], None));
        Assert.Equal(["B"], Store.Projects.Query(new(), None).Select(p => p.Name));
    }

    [Fact]
    public void A_child_cannot_be_restored_before_its_parent()
    {
        Run run = Store.NewRun(start: false);
        Experiment experiment = Store.Experiments.Query(new(), None).Single();
        Store.Runs.Remove([run.Id], None);
        Store.Experiments.Remove([experiment.Id], None);
        Store.Projects.Remove([experiment.ProjectId], None);
        Expect.Refused("ParentRemoved", () => Store.Runs.Restore([run.Id], None));
        Expect.Refused("ParentRemoved", () => Store.Experiments.Restore([experiment.Id], None));
        Store.Projects.Restore([experiment.ProjectId], None);
        Store.Experiments.Restore([experiment.Id], None);
        Store.Runs.Restore([run.Id], None);
        Assert.Equal([run.Id], Store.Runs.Query(new(), None).Select(r => r.Id));
    }

    [Fact]
    public void What_runs_cannot_be_removed_nor_what_it_belongs_to()
    {
        Run run = Store.NewRun();
        Experiment experiment = Store.Experiments.Query(new(), None).Single();
        Run other = Store.NewRun(experiment, start: false);
        Expect.Refused("RunIsRunning", () => Store.Runs.Remove([other.Id, run.Id], None));
        Expect.Refused("RunIsRunning", () => Store.Experiments.Remove([experiment.Id], None));
        Expect.Refused("RunIsRunning", () => Store.Projects.Remove([experiment.ProjectId], None));
        Assert.Equal(2, Store.Runs.Query(new(), None).Count());
        Store.End(run);
        Store.Projects.Remove([experiment.ProjectId], None);
        Assert.Empty(Store.Projects.Query(new(), None));
    }

    [Fact]
    public void What_belongs_to_something_removed_cannot_be_changed_or_added_to()
    {
        Run run = Store.End(Store.NewRun());
        Experiment experiment = Store.Experiments.Query(new(), None).Single();
        Store.Projects.Remove([experiment.ProjectId], None);
        Expect.Refused("RecordRemoved", () => Store.NewExperiment("new", new Project { Id = experiment.ProjectId, Name = "", CreatedAt = default, UpdatedAt = default }));
        Expect.Refused("RecordRemoved", () => Store.NewRun(experiment));
        Expect.Refused("RecordRemoved", () => Store.Runs.Update(run.Id, new() { Name = "x" }, None));
        Expect.Refused("RecordRemoved", () => Store.Resume(run));
        Expect.Refused("RecordRemoved", () => Store.Experiments.Update(experiment.Id, new() { Name = "x" }, None));
        Expect.Refused("RecordRemoved", () => Store.AddText(run, "k", "x"));
        Expect.Refused("RecordRemoved", () => Store.Tags.Set(RecordType.Experiment, experiment.Id, StoreSteps.Named(("t", null)), None));
    }

    [Fact]
    public void The_error_about_a_run_that_was_removed_with_its_experiment_names_the_experiment()
    {
        Run run = Store.NewRun(start: false);
        Store.Experiments.Remove([run.ExperimentId], None);
        Assert.Contains("Get-Experiment -Removed", Expect.Refused("RunNotFound", () => Identities.FindRun(Store, run.Id)).Message, StringComparison.Ordinal);
        Assert.Empty(Store.Runs.Query(new() { Removed = RemovedFilter.Removed }, None));
        Assert.Equal([run.ExperimentId], Store.Experiments.Query(new() { Removed = RemovedFilter.Removed }, None).Select(e => e.Id));
    }

    [Fact]
    public void Removing_twice_keeps_the_first_time()
    {
        Project project = Store.NewProject();
        Store.Projects.Remove([project.Id], None);
        DateTime? at = Store.Projects.Query(new() { Removed = RemovedFilter.Removed }, None)[0].RemovedAt;
        Store.Projects.Remove([project.Id], None);
        Assert.Equal(at, Store.Projects.Query(new() { Removed = RemovedFilter.All }, None)[0].RemovedAt);
    }
}
