using ExperimentTracker.Contracts.Datasets;

namespace ExperimentTracker.Tests.Contract;

public abstract class DatasetContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly string Digest = "sha256:" + new string('a', 64);

    [Fact]
    public void A_dataset_is_returned_as_it_was_registered()
    {
        NamedValues config = StoreSteps.Named(("split", 0.8), ("labels", new object?[] { "a", 1L, 1.0 }));
        Dataset made = Register(new()
        {
            Id = "ds_1", Name = "Größe", Size = long.MaxValue, SizeUnit = "rows", Location = "https://x/y?z=1", Digest = Digest.ToUpperInvariant(), Config = config,
        });
        Assert.Equal(made, Store.Datasets.Query(new() { Ids = ["ds_1"] }, None).Single());
        Assert.Equal(("Größe", long.MaxValue, "rows", "https://x/y?z=1", Digest), (made.Name, made.Size, made.SizeUnit, made.Location, made.Digest));
        Assert.Equal(config, made.Config);
        Assert.Empty(made.Experiments);
    }

    [Fact]
    public void Registering_again_changes_nothing_and_reports_differences()
    {
        DatasetDraft draft = new() { Id = "a", Name = "iris", Size = 150, SizeUnit = "rows", Location = "x", Digest = Digest, Config = StoreSteps.Named(("a", 1L)) };
        Dataset made = Register(draft);
        foreach (DatasetDraft same in new[] { draft, draft with { Name = "IRIS" }, new() { Name = "iris" }, new() { Name = "iris", Digest = Digest.ToUpperInvariant() } })
        {
            Assert.Equal(made, Register(same));
        }

        foreach (DatasetDraft other in new[]
                 {
                     draft with { Id = "b" }, draft with { Size = 151 }, draft with { SizeUnit = "Rows" }, draft with { Location = "y" },
                     draft with { Digest = "sha256:" + new string('b', 64) }, draft with { Config = StoreSteps.Named(("a", 1.0)) },
                 })
        {
            Expect.Refused("DatasetDiffers", () => Register(other));
        }

        Assert.Equal(made, Store.Datasets.Query(new(), None).Single());
    }

    [Fact]
    public void A_change_touches_what_it_names_only()
    {
        Dataset made = Register(new() { Name = "iris", Size = 1, SizeUnit = "rows", Location = "x", Digest = Digest, Config = 5L });
        Dataset changed = Store.Datasets.Update(made.Id, new() { Name = "IRIS", Size = 0 }, None);
        Assert.Equal(("IRIS", 0L, "rows", "x", Digest, (object?)5L), (changed.Name, changed.Size, changed.SizeUnit, changed.Location, changed.Digest, changed.Config));
        Assert.True(changed.UpdatedAt > made.UpdatedAt);
        Dataset emptied = Store.Datasets.Update(made.Id, new() { SizeUnit = "", Location = "", Digest = "", SetsConfig = true }, None);
        Assert.Equal(("IRIS", 0L, null, null, null, null), (emptied.Name, emptied.Size, emptied.SizeUnit, emptied.Location, emptied.Digest, emptied.Config));
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        Dataset made = Register(new() { Name = "iris", Location = "x" });
        Register(new() { Name = "wine" });
        Expect.Refused("DatasetExists", () => Store.Datasets.Update(made.Id, new() { Name = "WINE", Location = "lost" }, None));
        Expect.Refused("InvalidName", () => Store.Datasets.Update(made.Id, new() { Name = " ", Location = "lost" }, None));
        Expect.Refused("InvalidDigest", () => Store.Datasets.Update(made.Id, new() { Digest = "md5:1", Location = "lost" }, None));
        Expect.Refused("DatasetNotFound", () => Store.Datasets.Update("nope", new() { Location = "lost" }, None));
        Expect.Refused("DatasetIdExists", () => Register(new() { Name = "new", Id = made.Id }));
        Expect.Refused("InvalidDigest", () => Register(new() { Name = "new", Digest = "md5:1" }));
        Expect.Refused("InvalidId", () => Register(new() { Name = "new", Id = "a\nb" }));
        Assert.Equal(["x", null], Store.Datasets.Query(new(), None).Select(d => d.Location));
    }

    [Fact]
    public void A_removed_one_leaves_its_name_and_what_it_was_linked_to()
    {
        Experiment experiment = Store.NewExperiment();
        Dataset removed = Register(new() { Name = "iris" });
        Store.Datasets.AddToExperiment(experiment.Id, removed.Id, primary: true, None);
        Store.Datasets.RegisterEncoder("BERT", null, None);
        Store.Datasets.AddEncoder(removed.Id, "BERT", None);
        Store.Datasets.Remove([removed.Id], None);
        Assert.Empty(Store.Datasets.Query(new(), None));
        Assert.Null(Store.Experiments.Query(new(), None).Single().Dataset);
        Assert.Empty(Store.Datasets.Encoders(null, None).Single().Datasets);
        Expect.Refused("DatasetNotFound", () => Store.Datasets.AddToExperiment(experiment.Id, removed.Id, primary: true, None));
        Expect.Refused("DatasetIdExists", () => Register(new() { Name = "other", Id = removed.Id }));
        Assert.Empty(Register(new() { Name = "IRIS" }).Encoders);
    }

    [Fact]
    public void Experiments_and_datasets_are_many_to_many_and_one_is_primary()
    {
        Experiment one = Store.NewExperiment("one"), two = Store.NewExperiment("two");
        Dataset a = Register(new() { Name = "a" }), b = Register(new() { Name = "b" });
        Store.Datasets.AddToExperiment(one.Id, a.Id, primary: true, None);
        Store.Datasets.AddToExperiment(one.Id, b.Id, primary: false, None);
        Store.Datasets.AddToExperiment(two.Id, b.Id, primary: true, None);
        Assert.Equal(("a", "b"), (Read(one).Dataset, Read(two).Dataset));
        Experiment before = Read(one);
        Store.Datasets.AddToExperiment(one.Id, b.Id, primary: false, None);
        Assert.Equal(before, Read(one));
        Store.Datasets.AddToExperiment(one.Id, b.Id, primary: true, None);
        Assert.Equal("b", Read(one).Dataset);
        Assert.True(Read(one).UpdatedAt > before.UpdatedAt);
        Assert.Equal(["a", "b"], Of(one));
        Assert.Equal(["b"], Of(two));
        Assert.Equal(["one", "two"], Store.Datasets.Query(new() { Ids = [b.Id] }, None).Single().Experiments);
        Store.Experiments.Remove([two.Id], None);
        Assert.Equal(["one"], Store.Datasets.Query(new() { Ids = [b.Id] }, None).Single().Experiments);
        Expect.Refused("RecordRemoved", () => Store.Datasets.AddToExperiment(two.Id, a.Id, primary: true, None));
        Expect.Refused("ExperimentNotFound", () => Store.Datasets.AddToExperiment("nope", a.Id, primary: true, None));

        Experiment Read(Experiment experiment) => Store.Experiments.Query(new() { Ids = [experiment.Id] }, None).Single();
        IEnumerable<string> Of(Experiment experiment) => Store.Datasets.Query(new() { ExperimentIds = [experiment.Id] }, None).Select(d => d.Name);
    }

    private Dataset Register(DatasetDraft draft) => Store.Datasets.Register(draft, None);
}
