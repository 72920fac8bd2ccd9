using ExperimentTracker.Contracts.Stores;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

public abstract class ModelMergeContract(StoreUnderTest store, Func<FakeTimeProvider, StoreUnderTest>? otherWith = null) : TransferContract(store, otherWith)
{
    private const string Name = "m";

    [Fact]
    public void A_used_version_number_is_replaced()
    {
        ModelVersion[] here = [Register(Store), Register(Store)];
        ModelVersion[] there = [Register(Other), Register(Other), Register(Other)];
        MergeResult result = Merge(Other, Store);
        Assert.Equal([4L, 5L, 3L], there.Select(v => Again(Store, v).Version));
        Assert.Equal([1L, 2L], here.Select(v => Again(Store, v).Version));
        Assert.Equal(["m/1 → m/4", "m/2 → m/5"], result.Renumbered.Select(r => r.ToString()).Order());
        Assert.Equal((Other.Describe(None).StoreId, 1L), (Again(Store, there[0]).OriginStoreId, Again(Store, there[0]).OriginVersion));
        Assert.Equal(6, Register(Store).Version);
        Assert.Equal((0L, 0L), (Merge(Other, Store).Added, Merge(Other, Store).Changed));
    }

    [Fact]
    public void Of_two_versions_in_Production_that_of_the_target_is_kept_and_the_other_is_archived()
    {
        ModelVersion mine = Promote(Store, Register(Store)), theirs = Promote(Other, Register(Other));
        MergeConflict conflict = Assert.Single(Merge(Other, Store).Conflicts);
        Assert.Equal((MergeConflictKind.ProductionTaken, theirs.Id), (conflict.Kind, conflict.Id));
        Assert.Equal((ModelStage.Production, ModelStage.Archived), (Again(Store, mine).Stage, Again(Store, theirs).Stage));
        StageChange last = Store.Models.StageHistory([theirs.Id], None)[^1];
        Assert.Equal((ModelStage.Archived, "merged while m/1 was in Production"), (last.To, last.Reason));
        MergeResult again = Merge(Other, Store);
        Assert.Equal((0L, 0L, 0), (again.Added, again.Changed, again.Conflicts.Count));
    }

    [Fact]
    public void A_promotion_in_the_source_is_merged()
    {
        ModelVersion one = Promote(Store, Register(Store));
        Merge(Store, Other);
        ModelVersion two = Promote(Other, Register(Other));
        MergeResult result = Merge(Other, Store);
        Assert.Empty(result.Conflicts);
        Assert.Equal((ModelStage.Archived, ModelStage.Production), (Again(Store, one).Stage, Again(Store, two).Stage));
        Assert.Equal(Other.Models.StageHistory([one.Id, two.Id], None), Store.Models.StageHistory([one.Id, two.Id], None));
    }

    [Fact]
    public void Diverged_stage_histories_are_a_conflict()
    {
        ModelVersion version = Register(Store);
        Merge(Store, Other);
        Store.Models.UpdateVersion(version.Id, new() { Stage = ModelStage.Staging }, None);
        Promote(Other, version);
        MergeConflict conflict = Assert.Single(Merge(Other, Store).Conflicts);
        Assert.Equal((MergeConflictKind.Diverged, version.Id), (conflict.Kind, conflict.Id));
        Assert.Equal(ModelStage.Staging, Again(Store, version).Stage);
    }

    [Fact]
    public void Existing_aliases_are_kept_and_new_ones_are_added()
    {
        ModelVersion mine = Register(Store, "best"), theirs = Register(Other, "best", "new");
        Assert.Equal(MergeConflictKind.AliasTaken, Assert.Single(Merge(Other, Store).Conflicts).Kind);
        Assert.Equal(["best"], Again(Store, mine).Aliases);
        Assert.Equal(["new"], Again(Store, theirs).Aliases);
    }

    private static ModelVersion Register(IExperimentStore store, params string[] aliases)
    {
        Model model = store.Models.Query(new() { Identity = Name }, None).FirstOrDefault()
            ?? store.Models.Create([new() { Name = Name, ProjectId = store.NewProject("P").Id }], None)[0];
        ModelVersion version = store.Models.Register([new() { ModelId = model.Id }], None)[0];
        return store.Models.UpdateVersion(version.Id, new() { AddAliases = aliases }, None);
    }

    private static ModelVersion Promote(IExperimentStore store, ModelVersion version) =>
        store.Models.UpdateVersion(version.Id, new() { Stage = ModelStage.Production }, None);

    private static ModelVersion Again(IExperimentStore store, ModelVersion version) => store.Models.Versions(new() { Ids = [version.Id] }, None)[0];
}
