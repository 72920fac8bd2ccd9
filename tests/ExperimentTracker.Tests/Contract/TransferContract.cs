using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Contract;

public abstract class TransferContract(StoreUnderTest store) : StoreContract(store)
{
    private readonly StoreUnderTest other = StoreUnderTest.InMemory(store.Clock);

    protected IExperimentStore Other => other.Store;

    protected override void DisposeMore() => other.Dispose();

    protected MergeResult Merge(IExperimentStore from, IExperimentStore into, bool preview = false)
    {
        using ITransferSource source = from.Transfer.AsSource(None);
        return into.Transfer.Merge(source, preview, null, None);
    }
}

public abstract class WholeTransferContract(StoreUnderTest store) : TransferContract(store)
{
    [Fact]
    public void A_store_comes_back_to_the_last_field_and_again_changes_nothing()
    {
        FullStore.Fill(Store);
        string before = StoreRecords.Text(Store);
        MergeResult first = Merge(Store, Other);
        Assert.Equal((0L, 0, 0, 3008L, 2L, 0L), (first.Changed, first.Conflicts.Count, first.Renumbered.Count, first.Points, first.Contents, first.WithoutContent));
        Assert.Equal(before, StoreRecords.Text(Other));
        MergeResult second = Merge(Store, Other);
        Assert.Equal((0L, 0L, first.Added, 0L, 0L), (second.Added, second.Changed, second.Unchanged, second.Points, second.Contents));
        Assert.Equal(before, StoreRecords.Text(Other));
        MergeResult back = Merge(Other, Store);
        Assert.Equal((0L, 0L, 0), (back.Added, back.Changed, back.Conflicts.Count));
        Assert.Equal(before, StoreRecords.Text(Store));
    }

    [Fact]
    public void Artifacts_bring_their_contents_and_bytes_stay_the_same()
    {
        FullStore.Fill(Other);
        Merge(Other, Store);
        Artifact model = Store.Artifacts.Query(new() { OwnerIds = ["run_1"] }, None).Single(a => a.Key == "a/model");
        Assert.Equal("weights", System.Text.Encoding.UTF8.GetString(ExperimentTracker.Services.ArtifactReader.ReadBytes(Store, model, null, None)));
        Assert.All(Store.Artifacts.Query(new(), None).Where(a => a.IsStored), a => Assert.Equal(ArtifactHealth.Intact, ExperimentTracker.Services.ArtifactReader.Check(Store, a, null, None).Health));
    }

    [Fact]
    public void A_preview_says_the_same_and_writes_nothing()
    {
        FullStore.Fill(Other);
        string before = StoreRecords.Text(Store);
        MergeResult preview = Merge(Other, Store, preview: true);
        Assert.True(preview.IsPreview);
        Assert.Equal(before, StoreRecords.Text(Store));
        MergeResult done = Merge(Other, Store);
        Assert.Equal((preview.Added, preview.Points, preview.Contents, preview.ContentSize), (done.Added, done.Points, done.Contents, done.ContentSize));
    }

    [Fact]
    public void What_is_cancelled_or_fails_in_the_middle_leaves_nothing()
    {
        FullStore.Fill(Other);
        string before = StoreRecords.Text(Store);
        using var stop = new CancellationTokenSource();
        using ITransferSource source = Other.Transfer.AsSource(None);
        var afterRuns = new Watch(record => { if (record.StartsWith("Artifact", StringComparison.Ordinal)) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Store.Transfer.Merge(source, false, afterRuns, stop.Token));
        Assert.Equal(before, StoreRecords.Text(Store));
        Assert.Equal(0, Store.Describe(None).Blobs);
    }

    [Fact]
    public void A_store_is_not_merged_into_itself() => Expect.Refused("MergeIntoItself", () => Merge(Store, Store));

    private sealed class Watch(Action<string> see) : IProgress<string>
    {
        public void Report(string value) => see(value);
    }
}

public abstract class MergeMatchContract(StoreUnderTest store) : TransferContract(store)
{
    [Fact]
    public void Names_meet_and_gaps_are_filled()
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
    public void The_id_decides_and_what_was_said_later_stays()
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
    public void A_name_that_another_one_has_here_is_reported()
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
    public void Different_datasets_and_encoders_of_one_name_are_reported_and_stay()
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
    public void What_was_removed_here_does_not_come_back()
    {
        FullStore.Fill(Other);
        Merge(Other, Store);
        Store.Runs.Remove(["run_1"], None);
        Store.Models.Remove(["model_1"], None);
        string before = StoreRecords.Text(Store);
        Other.Runs.Update("run_1", new() { Description = "said later" }, None);
        MergeResult result = Merge(Other, Store);
        Assert.Equal((0L, 0L), (result.Added, result.Changed));
        Assert.Equal(before, StoreRecords.Text(Store));
    }

    [Fact]
    public void A_removal_is_carried_unless_something_happened_here_since()
    {
        Experiment experiment = Store.NewExperiment("E");
        Run gone = Store.End(Store.NewRun(experiment)), said = Store.End(Store.NewRun(experiment)), running = Store.NewRun(experiment);
        Merge(Store, Other);
        Other.End(running);
        Other.Runs.Remove([gone.Id, said.Id, running.Id], None);
        Store.Runs.Update(said.Id, new() { Description = "still wanted" }, None);
        MergeResult result = Merge(Other, Store);
        Assert.Equal([running.Id, said.Id], Store.Runs.Query(new(), None).Select(r => r.Id));
        Assert.Equal([(MergeConflictKind.RemovedThere, said.Id), (MergeConflictKind.RemovedThere, running.Id)], result.Conflicts.Select(c => (c.Kind, c.Id)));
    }
}
