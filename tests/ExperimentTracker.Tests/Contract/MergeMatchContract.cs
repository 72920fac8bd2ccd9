using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

public abstract class MergeMatchContract(StoreUnderTest store, Func<FakeTimeProvider, StoreUnderTest>? otherWith = null) : TransferContract(store, otherWith)
{
    [Fact]
    public void Records_are_matched_by_name_and_empty_fields_are_filled()
    {
        Project mine = Store.Projects.Create([new() { Name = "Vision" }], None)[0];
        Experiment iris = Store.NewExperiment("iris", mine);
        Project theirs = Other.Projects.Create([new() { Name = "vision", Description = "theirs" }], None)[0];
        Other.NewRun(Other.NewExperiment("IRIS", theirs));
        MergeResult result = Merge(Other, Store);
        Assert.Equal((1L, 1L), (result.Added, result.Changed));
        Project project = Assert.Single(Store.Projects.Query(new(), None));
        Assert.Equal((mine.Id, "Vision", "theirs"), (project.Id, project.Name, project.Description));
        Assert.Equal(iris.Id, Assert.Single(Store.Runs.Query(new(), None)).ExperimentId);
    }

    [Fact]
    public void Records_are_matched_by_id_and_the_later_change_is_kept()
    {
        Project project = Store.Projects.Create([new() { Id = "p", Name = "old name", Description = "kept" }], None)[0];
        Merge(Store, Other);
        Other.Projects.Update("p", new() { Name = "new name" }, None);
        Other.Projects.Create([new() { Name = "old name" }], None);
        Merge(Other, Store);
        Assert.Equal(["new name", "old name"], Store.Projects.Query(new(), None).Select(p => p.Name));
        Assert.Equal("kept", Store.Projects.Query(new() { Ids = [project.Id] }, None)[0].Description);
        Assert.Equal((0L, 0L), (Merge(Store, Other).Changed, Merge(Other, Store).Added));
    }

    [Fact]
    public void A_name_of_another_record_in_the_target_is_a_conflict()
    {
        Store.Projects.Create([new() { Id = "p", Name = "one" }], None);
        Merge(Store, Other);
        Store.Projects.Create([new() { Name = "two" }], None);
        Other.Projects.Update("p", new() { Name = "two" }, None);
        MergeConflict conflict = Assert.Single(Merge(Other, Store).Conflicts);
        Assert.Equal((MergeConflictKind.NameTaken, "p"), (conflict.Kind, conflict.Id));
        Assert.Equal(["one", "two"], Store.Projects.Query(new(), None).Select(p => p.Name));
    }

    [Fact]
    public void Different_datasets_and_encoders_of_one_name_are_conflicts_and_are_kept()
    {
        Store.Datasets.Register(new() { Name = "d", Size = 1 }, None);
        Store.Datasets.RegisterEncoder("BERT", StoreSteps.Named(("k", 1L)), None);
        Store.Datasets.RegisterEncoder("bare", null, None);
        Other.Datasets.Register(new() { Name = "D", Size = 2, Location = "there" }, None);
        Other.Datasets.RegisterEncoder("bert", StoreSteps.Named(("k", 2L)), None);
        Other.Datasets.RegisterEncoder("bare", 5L, None);
        MergeResult result = Merge(Other, Store);
        Assert.Equal([("Encoder", "BERT"), ("Dataset", "d")], result.Conflicts.Select(c => (c.Type, c.Name)));
        Assert.All(result.Conflicts, c => Assert.Equal(MergeConflictKind.Differs, c.Kind));
        Dataset dataset = Assert.Single(Store.Datasets.Query(new(), None));
        Assert.Equal((1L, "there"), (dataset.Size, dataset.Location));
        Assert.Equal(new object?[] { 5L, StoreSteps.Named(("k", 1L)) }, Store.Datasets.Encoders(null, None).OrderByDescending(e => e.Type, StringComparer.Ordinal).Select(e => e.Config));
    }

    [Fact]
    public void A_record_that_was_removed_in_the_target_is_not_restored()
    {
        FullStore.Fill(Other);
        Merge(Other, Store);
        Store.Runs.Remove(["run_1"], None);
        Store.Models.Remove(["model_1"], None);
        string before = StoreRecords.Text(Store);
        Other.Runs.Update("run_1", new() { Description = "described later" }, None);
        MergeResult result = Merge(Other, Store);
        Assert.Equal((0L, 0L), (result.Added, result.Changed));
        Assert.Equal(before, StoreRecords.Text(Store));
    }

    [Fact]
    public void A_removal_is_merged_unless_the_target_changed_since()
    {
        Experiment experiment = Store.NewExperiment("E");
        Run removed = Store.End(Store.NewRun(experiment)), described = Store.End(Store.NewRun(experiment)), running = Store.NewRun(experiment);
        Merge(Store, Other);
        Other.End(running);
        Other.Runs.Remove([removed.Id, described.Id, running.Id], None);
        Store.Runs.Update(described.Id, new() { Description = "still wanted" }, None);
        MergeResult result = Merge(Other, Store);
        Assert.Equal([running.Id, described.Id], Store.Runs.Query(new(), None).Select(r => r.Id));
        Assert.Equal([(MergeConflictKind.RemovedThere, described.Id), (MergeConflictKind.RemovedThere, running.Id)], result.Conflicts.Select(c => (c.Kind, c.Id)));
    }
}
