using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

public abstract class StageContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_stage_changes_as_the_table_allows_and_not_otherwise()
    {
        var ways = new Dictionary<ModelStage, ModelStage[]>
        {
            [ModelStage.None] = [],
            [ModelStage.Staging] = [ModelStage.Staging],
            [ModelStage.Production] = [ModelStage.Production],
            [ModelStage.Archived] = [ModelStage.Production, ModelStage.Archived],
        };
        (ModelStage, ModelStage)[] allowed =
        [
            (ModelStage.None, ModelStage.Staging), (ModelStage.None, ModelStage.Production), (ModelStage.Staging, ModelStage.Production),
            (ModelStage.Production, ModelStage.Archived), (ModelStage.Archived, ModelStage.Production),
        ];
        foreach ((ModelStage from, ModelStage[] way) in ways)
        {
            foreach (ModelStage to in Enum.GetValues<ModelStage>())
            {
                ModelVersion version = Register(NewModel());
                foreach (ModelStage step in way) Move(version, step);
                int changes = History(version).Count;
                if (allowed.Contains((from, to))) Assert.Equal(to, Move(version, to).Stage);
                else Expect.Refused("InvalidStageTransition", () => Move(version, to));
                Assert.Equal(changes + (allowed.Contains((from, to)) ? 1 : 0), History(version).Count);
            }
        }
    }

    [Fact]
    public void Going_to_Production_archives_the_incumbent_of_its_model_alone()
    {
        Model model = NewModel(), other = NewModel();
        ModelVersion first = Move(Register(model), ModelStage.Production), foreign = Move(Register(other), ModelStage.Production);
        ModelVersion second = Store.Models.UpdateVersion(
            Register(model).Id, new() { Stage = ModelStage.Production, Reason = "better", Actor = "me@here" }, None);
        Assert.Equal([ModelStage.Production, ModelStage.Archived, ModelStage.Production], new[] { second, first, foreign }.Select(v => Again(v).Stage));
        Assert.Equal(2, Store.Models.Query(new() { Ids = [model.Id] }, None).Single().ProductionVersion);
        StageChange change = History(second)[^1];
        Assert.Equal((ModelStage.None, ModelStage.Production, "better", "me@here"), (change.From, change.To, change.Reason, change.Actor));
        Assert.Equal([null, ModelStage.None, ModelStage.Production], History(first).Select(c => c.From));
        Assert.Contains("2", History(first)[^1].Reason, StringComparison.Ordinal);
        Assert.Equal("me@here", History(first)[^1].Actor);
    }

    [Fact]
    public void What_is_refused_leaves_the_incumbent_where_it_was()
    {
        Model model = NewModel();
        ModelVersion first = Move(Register(model), ModelStage.Production), second = Register(model);
        Expect.Refused("AliasNotFound", () => Store.Models.UpdateVersion(second.Id, new() { Stage = ModelStage.Production, RemoveAliases = ["nope"] }, None));
        Expect.Refused("InvalidAlias", () => Store.Models.UpdateVersion(second.Id, new() { Stage = ModelStage.Production, AddAliases = ["7"] }, None));
        Assert.Equal((ModelStage.Production, ModelStage.None), (Again(first).Stage, Again(second).Stage));
        Assert.Equal(2, History(first).Count);
        Assert.Single(History(second));
    }

    [Fact]
    public void A_removed_incumbent_frees_the_place()
    {
        Model model = NewModel();
        ModelVersion first = Move(Register(model), ModelStage.Production), second = Register(model);
        Store.Models.RemoveVersions([first.Id], None);
        Assert.Equal(ModelStage.Production, Move(second, ModelStage.Production).Stage);
        Assert.Equal(2, History(first).Count);
        Expect.Refused("RecordRemoved", () => Move(first, ModelStage.Archived));
        Expect.Refused("ModelVersionNotFound", () => Store.Models.UpdateVersion("nope", new(), None));
    }

    [Fact]
    public void The_stage_at_any_time_is_known()
    {
        Model model = NewModel();
        ModelVersion first = Register(model);
        long before = UtcTicks.Now(Store.Time);
        Move(first, ModelStage.Production);
        long one = UtcTicks.Now(Store.Time);
        ModelVersion second = Move(Register(model), ModelStage.Production);
        long two = UtcTicks.Now(Store.Time);
        Move(first, ModelStage.Production);
        long back = UtcTicks.Now(Store.Time);
        Store.Models.RemoveVersions([first.Id], None);
        long removed = UtcTicks.Now(Store.Time);
        Store.Models.Remove([model.Id], None);
        Assert.Equal([[], [1], [2], [1], []], new[] { before, one, two, back, removed }.Select(at => Numbers(ModelStage.Production, at)));
        Assert.Equal([[1], [1], [2, 1], [2, 1], [2]], new[] { before, one, two, back, removed }.Select(at => Numbers(null, at)));
        Assert.Equal([1], Numbers(ModelStage.Archived, two));
        Assert.Empty(Numbers(null, UtcTicks.Now(Store.Time)));
        Assert.Empty(Numbers(null, 1));
        Assert.Equal([(null, ModelStage.None), (ModelStage.None, ModelStage.Production), (ModelStage.Production, ModelStage.Archived)], History(second).Select(c => (c.From, c.To)));

        long[] Numbers(ModelStage? stage, long at) =>
            [.. Store.Models.Versions(new() { Stage = stage, AsOf = at, Removed = RemovedFilter.All }, None).Select(v => v.Version)];
    }

    private Model NewModel() => ModelRegistry.FindOrCreate(Store, $"model {Guid.NewGuid():N}", null);

    private ModelVersion Register(Model model) => Store.Models.Register([new() { ModelId = model.Id }], None)[0];

    private ModelVersion Move(ModelVersion version, ModelStage stage) => Store.Models.UpdateVersion(version.Id, new() { Stage = stage }, None);

    private ModelVersion Again(ModelVersion version) => Store.Models.Versions(new() { Ids = [version.Id], Removed = RemovedFilter.All }, None).Single();

    private IReadOnlyList<StageChange> History(ModelVersion version) => Store.Models.StageHistory([version.Id], None);
}
