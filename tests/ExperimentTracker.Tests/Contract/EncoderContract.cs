namespace ExperimentTracker.Tests.Contract;

public abstract class EncoderContract(StoreUnderTest store) : StoreContract(store)
{
    [Theory]
    [InlineData("BERT", "bert")]
    [InlineData("Größe", "GRÖßE")]
    [InlineData("it's", "IT'S")]
    public void A_type_is_registered_once_in_any_case(string type, string again)
    {
        NamedValues config = StoreSteps.Named(("layers", 12L));
        Encoder made = Store.Datasets.RegisterEncoder(type, config, None);
        Assert.Equal((type, (object)config), (made.Type, made.Config));
        Assert.Equal(made, Under("tr-TR", () => Store.Datasets.RegisterEncoder(again, null, None)));
        Assert.Equal(made, Store.Datasets.RegisterEncoder(again, StoreSteps.Named(("layers", 12L)), None));
        Expect.Refused("EncoderDiffers", () => Store.Datasets.RegisterEncoder(again, StoreSteps.Named(("layers", 6L)), None));
        Assert.Equal([made], Store.Datasets.Encoders(null, None));
    }

    [Fact]
    public void A_configuration_is_replaced_completely()
    {
        Encoder made = Store.Datasets.RegisterEncoder("BERT", StoreSteps.Named(("a", 1L), ("b", 2L)), None);
        Encoder changed = Store.Datasets.UpdateEncoder("BERT", StoreSteps.Named(("a", 3L)), None);
        Assert.Equal(StoreSteps.Named(("a", 3L)), changed.Config);
        Assert.Equal(made.CreatedAt, changed.CreatedAt);
        Assert.True(changed.UpdatedAt > made.UpdatedAt);
        Assert.Null(Store.Datasets.UpdateEncoder("BERT", null, None).Config);
        Expect.Refused("EncoderNotFound", () => Store.Datasets.UpdateEncoder("nope", null, None));
        Expect.Refused("InvalidName", () => Store.Datasets.RegisterEncoder("a\nb", null, None));
    }

    [Fact]
    public void Encoders_and_datasets_are_many_to_many()
    {
        Dataset a = Store.Datasets.Register(new() { Name = "a" }, None), b = Store.Datasets.Register(new() { Name = "B" }, None);
        foreach (string type in new[] { "z", "BERT", "One-Hot" }) Store.Datasets.RegisterEncoder(type, null, None);
        Store.Datasets.AddEncoder(b.Id, "BERT", None);
        Store.Datasets.AddEncoder(a.Id, "BERT", None);
        Store.Datasets.AddEncoder(a.Id, "BERT", None);
        Store.Datasets.AddEncoder(a.Id, "One-Hot", None);
        Assert.Equal(["BERT: a B", "One-Hot: a", "z: "], Store.Datasets.Encoders(null, None).Select(e => $"{e.Type}: {string.Join(' ', e.Datasets)}"));
        Assert.Equal(["BERT", "One-Hot"], Store.Datasets.Encoders(a.Id, None).Select(e => e.Type));
        Assert.Equal(["a", "B"], Store.Datasets.Query(new() { EncoderType = "BERT" }, None).Select(d => d.Name));
        Assert.Equal(["BERT", "One-Hot"], Store.Datasets.Query(new() { Ids = [a.Id] }, None).Single().Encoders);
        Assert.Empty(Store.Datasets.Encoders("nope", None));
        Expect.Refused("DatasetNotFound", () => Store.Datasets.AddEncoder("nope", "BERT", None));
        Expect.Refused("EncoderNotFound", () => Store.Datasets.AddEncoder(a.Id, "nope", None));
    }

    [Fact]
    public void A_removal_is_atomic_and_deletes_the_links()
    {
        Dataset dataset = Store.Datasets.Register(new() { Name = "a" }, None);
        foreach (string type in new[] { "BERT", "One-Hot" })
        {
            Store.Datasets.RegisterEncoder(type, 1L, None);
            Store.Datasets.AddEncoder(dataset.Id, type, None);
        }

        Expect.Refused("EncoderNotFound", () => Store.Datasets.RemoveEncoders(["BERT", "nope"], None));
        Assert.Equal(2, Store.Datasets.Encoders(dataset.Id, None).Count);
        Store.Datasets.RemoveEncoders(["BERT"], None);
        Assert.Equal(["One-Hot"], Store.Datasets.Query(new(), None).Single().Encoders);
        Expect.Refused("EncoderNotFound", () => Store.Datasets.UpdateEncoder("BERT", 2L, None));
        Encoder again = Store.Datasets.RegisterEncoder("BERT", 2L, None);
        Assert.Equal(2L, again.Config);
        Assert.Empty(again.Datasets);
    }
}
