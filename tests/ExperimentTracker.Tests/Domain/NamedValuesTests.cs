using System.Collections;

namespace ExperimentTracker.Tests.Domain;

public sealed class NamedValuesTests
{
    private static readonly NamedValues Sample = StoreSteps.Named(("Loss", 0.5), ("loss", 0.25), ("val/acc", 1.0), ("Count", 3L), ("none", null));

    [Fact]
    public void A_name_is_found_exactly_first_and_then_in_any_case()
    {
        Assert.Equal((0.5, 0.25, 0.5), (Sample["Loss"], Sample["loss"], Sample["LOSS"]));
        Assert.Equal(1.0, Sample["VAL/ACC"]);
        Assert.Null(Sample["nope"]);
        Assert.True(Sample.Contains("NONE"));
        Assert.True(Sample.TryGetValue("None", out object? value));
        Assert.Null(value);
        Assert.False(Sample.TryGetValue("nope", out _));
    }

    [Fact]
    public void It_is_a_dictionary_as_PowerShell_knows_them()
    {
        IDictionary dictionary = Sample;
        Assert.Equal(0.5, dictionary["LOSS"]);
        Assert.Null(dictionary[5]);
        Assert.True(dictionary.Contains("val/acc"));
        Assert.False(dictionary.Contains(5));
        Assert.Equal((true, true), (dictionary.IsReadOnly, dictionary.IsFixedSize));
        Assert.Equal(new[] { "Loss", "loss", "val/acc", "Count", "none" }, dictionary.Keys.Cast<string>());
        Assert.Equal([0.5, 0.25, 1.0, 3L, null], dictionary.Values.Cast<object?>());
        var entries = new DictionaryEntry[7];
        dictionary.CopyTo(entries, 1);
        Assert.Equal(("Loss", (object?)null), ((string)entries[1].Key, entries[5].Value));
        Assert.Equal(5, dictionary.Cast<DictionaryEntry>().Count());
        IDictionaryEnumerator enumerator = dictionary.GetEnumerator();
        Assert.True(enumerator.MoveNext());
        Assert.Equal(("Loss", 0.5), (enumerator.Key, enumerator.Value));
        while (enumerator.MoveNext())
        {
        }

        Assert.False(enumerator.MoveNext());
        enumerator.Reset();
        Assert.True(enumerator.MoveNext());
        Assert.Equal("Loss", enumerator.Entry.Key);
    }

    [Fact]
    public void It_cannot_be_changed()
    {
        IDictionary dictionary = Sample;
        Assert.Throws<NotSupportedException>(() => dictionary["x"] = 1);
        Assert.Throws<NotSupportedException>(() => dictionary.Add("x", 1));
        Assert.Throws<NotSupportedException>(() => dictionary.Remove("Loss"));
        Assert.Throws<NotSupportedException>(dictionary.Clear);
        Assert.Equal(5, Sample.Count);
    }

    [Fact]
    public void A_later_entry_of_exactly_the_same_name_replaces_the_earlier_one_in_its_place() =>
        Assert.Equal("a=2; b=1; A=3", StoreSteps.Named(("a", 1L), ("b", 1L), ("a", 2L), ("A", 3L)).ToString());

    [Fact]
    public void It_reads_the_same_in_every_culture()
    {
        NamedValues values = StoreSteps.Named(
            ("lr", 0.5), ("tag", null), ("list", new object?[] { 1L, 2.5, null }), ("on", true), ("took", TimeSpan.FromSeconds(90)), ("in", StoreSteps.Named(("x", -1e-7))));
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
            Assert.Equal("lr=0.5; tag; list=[1, 2.5, ]; on=true; took=00:01:30; in={x=-1E-07}", values.ToString());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Equality_is_by_name_and_value_in_any_order()
    {
        NamedValues one = StoreSteps.Named(("a", double.NaN), ("b", new object?[] { 1L, StoreSteps.Named(("c", null)) }));
        NamedValues two = StoreSteps.Named(("b", new object?[] { 1L, StoreSteps.Named(("c", null)) }), ("a", double.NaN));
        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.NotEqual(StoreSteps.Named(("a", 1L)), StoreSteps.Named(("a", 1.0)));
        Assert.NotEqual(StoreSteps.Named(("a", 1L)), StoreSteps.Named(("A", 1L)));
        Assert.NotEqual(StoreSteps.Named(("a", null)), StoreSteps.Named(("b", null)));
        Assert.NotEqual(StoreSteps.Named(("a", new object?[] { 1L })), StoreSteps.Named(("a", new object?[] { 1L, 2L })));
        Assert.False(one.Equals(null));
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        Assert.Equal(("", 0), (NamedValues.Empty.ToString(), NamedValues.Empty.Count));
        Assert.Null(NamedValues.Empty["x"]);
    }

    [Fact]
    public void A_nested_value_is_found_by_its_dotted_name_and_an_exact_name_comes_first()
    {
        NamedValues values = StoreSteps.Named(("opt", StoreSteps.Named(("name", "sgd"), ("a.b", 1L), ("none", null))), ("opt.lr", 2L), ("x.y", StoreSteps.Named(("z", 3L))));
        Assert.Equal(("sgd", 1L, 2L, 3L), (values["OPT.Name"], values["opt.a.b"], values["opt.lr"], values["x.y.z"]));
        Assert.True(values.Contains("opt.none") && values.TryGetValue("opt.none", out object? none) && none is null);
        Assert.All(new[] { "opt.", ".name", "opt.other", "opt.name.x", "x.z" }, name => Assert.False(values.Contains(name)));
    }
}
