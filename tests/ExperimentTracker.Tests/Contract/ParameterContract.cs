using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Json;

namespace ExperimentTracker.Tests.Contract;

public abstract class ParameterContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly Dictionary<string, (ParameterType Type, object? Value)> Samples = new()
    {
        ["largest integer"] = (ParameterType.Integer, long.MaxValue),
        ["smallest integer"] = (ParameterType.Integer, long.MinValue),
        ["beyond what a double holds"] = (ParameterType.Integer, 9007199254740993L),
        ["integral double"] = (ParameterType.Real, 1.0),
        ["NaN"] = (ParameterType.Real, double.NaN),
        ["infinity"] = (ParameterType.Real, double.PositiveInfinity),
        ["minus infinity"] = (ParameterType.Real, double.NegativeInfinity),
        ["minus zero"] = (ParameterType.Real, -0.0),
        ["smallest real"] = (ParameterType.Real, double.Epsilon),
        ["largest real"] = (ParameterType.Real, double.MaxValue),
        ["a third"] = (ParameterType.Real, 1.0 / 3),
        ["empty text"] = (ParameterType.Text, ""),
        ["text"] = (ParameterType.Text, "Zoë ☕ 👩‍🔬 \0 '\" \r\n"),
        ["text like a number"] = (ParameterType.Text, "007"),
        ["true"] = (ParameterType.Boolean, true),
        ["false"] = (ParameterType.Boolean, false),
        ["a date in year 1"] = (ParameterType.Date, new DateTime(1, 1, 2, 0, 0, 0, DateTimeKind.Local).AddTicks(1)),
        ["a date in year 9999"] = (ParameterType.Date, new DateTime(9999, 12, 30, 23, 59, 59, DateTimeKind.Local).AddTicks(9999999)),
        ["a date before daylight saving time"] = (ParameterType.Date, new DateTime(1850, 7, 1, 12, 0, 0, DateTimeKind.Local)),
        ["longest duration"] = (ParameterType.Duration, TimeSpan.MaxValue),
        ["shortest duration"] = (ParameterType.Duration, TimeSpan.MinValue),
        ["one tick"] = (ParameterType.Duration, TimeSpan.FromTicks(1)),
        ["nothing"] = (ParameterType.Null, null),
        ["empty list"] = (ParameterType.Json, Array.Empty<object?>()),
        ["empty object"] = (ParameterType.Json, NamedValues.Empty),
        ["nested"] = (ParameterType.Json, StoreSteps.Named(
            ("list", new object?[] { 1L, 1.0, -0.0, null, "x", new object?[] { false } }),
            ("Inner", StoreSteps.Named(("nan", double.NaN), ("when", new DateTime(2024, 7, 1, 1, 2, 3, DateTimeKind.Local)), ("took", TimeSpan.FromTicks(-7)))),
            ("inner", double.NegativeInfinity))),
    };

    public static TheoryData<string> SampleNames() => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void A_value_is_read_back_with_its_type(string name)
    {
        (ParameterType type, object? value) = Samples[name];
        Run given = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment().Id, Parameters = StoreSteps.Named((name, value)) });
        Run added = Store.NewRun();
        Store.Parameters.Add(added.Id, StoreSteps.Named((name, value)), None);
        foreach (Run run in new[] { given, added })
        {
            RunParameter read = Store.Parameters.List([run.Id], None).Single();
            Assert.Equal((name, type), (read.Name, read.Type));
            Same(value, read.Value);
            Same(value, Store.Again(run).Parameters[name]);
        }

        static void Same(object? expected, object? actual)
        {
            Assert.Equal(expected?.GetType(), actual?.GetType());
            Assert.Equal(JsonText.Write(expected), JsonText.Write(actual));
        }
    }

    [Fact]
    public void The_same_value_again_changes_nothing()
    {
        Run run = Store.NewRun();
        Add(run, ("lr", 1L), ("missing", null), ("not a number", double.NaN), ("on", true));
        Add(run, ("LR", 1.0), ("missing", null), ("not a number", double.NaN), ("on", true), ("new", "x"));
        Assert.Equal(
            [("lr", (object?)1L), ("missing", null), ("new", "x"), ("not a number", double.NaN), ("on", true)],
            Store.Parameters.List([run.Id], None).Select(p => (p.Name, p.Value)));
    }

    [Theory]
    [InlineData(1L, "1", "is already the integer 1 and cannot become the text '1':")]
    [InlineData("true", true, "is already the text 'true' and cannot become the boolean true:")]
    [InlineData("", null, "is already the text '' and cannot become null:")]
    [InlineData(1L, 2L, "is already 1 and cannot become 2:")]
    public void A_conflict_shows_both_values(object? existing, object? given, string phrase)
    {
        Run run = Store.NewRun();
        Add(run, ("p", existing));
        Add(run, ("list", new object?[] { 1L }));
        Assert.Contains("[1] and cannot become [\"1\"]", Expect.Refused("ParameterConflict", () => Add(run, ("list", new object?[] { "1" }))).Message, StringComparison.Ordinal);
        Assert.Contains(phrase, Expect.Refused("ParameterConflict", () => Add(run, ("p", given))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L, 2L)]
    [InlineData(1L, "1")]
    [InlineData(1L, true)]
    [InlineData(null, "")]
    [InlineData(0.1, 0.10000000000000002)]
    [InlineData("a", "A")]
    [InlineData(9007199254740993L, 9007199254740992.0)]
    public void Another_value_is_refused_and_nothing_of_its_batch_is_written(object? first, object? second)
    {
        Run run = Store.NewRun();
        Add(run, ("p", first));
        Expect.Refused("ParameterConflict", () => Add(run, ("before", 1L), ("P", second), ("after", 1L)));
        Assert.Equal([("p", first)], Store.Parameters.List([run.Id], None).Select(p => (p.Name, p.Value)));
    }

    [Fact]
    public void Minus_zero_is_no_other_value_than_zero()
    {
        Run run = Store.NewRun();
        Add(run, ("z", -0.0));
        Add(run, ("z", 0L));
        Expect.SameBits([-0.0], [(double)Store.Again(run).Parameters["z"]!]);
    }

    [Fact]
    public void A_pending_run_accepts_parameters_and_an_ended_one_does_not()
    {
        Run run = Store.NewRun(start: false);
        Add(run, ("a", 1L));
        Store.Start(run);
        Add(run, ("b", 1L));
        Store.End(run);
        Assert.Contains("Succeeded", Expect.Refused("RunNotOpen", () => Add(run, ("c", 1L))).Message, StringComparison.Ordinal);
        Expect.Refused("RunNotOpen", () => Add(run, ("a", 1L)));
        Store.Resume(run);
        Add(run, ("c", 1L));
        Assert.Equal(["a", "b", "c"], Store.Parameters.List([run.Id], None).Select(p => p.Name));
    }

    [Fact]
    public void Bad_names_and_unknown_runs_are_refused()
    {
        Run run = Store.NewRun();
        Expect.Refused("InvalidName", () => Add(run, ("ok", 1L), (" ", 1L)));
        Expect.Refused("RunNotFound", () => Add(run with { Id = "nope" }, ("a", 1L)));
        Assert.Empty(Store.Parameters.List([run.Id], None));
    }

    [Fact]
    public void Parameters_are_listed_by_run_and_name()
    {
        Run one = Store.NewRun(), two = Store.NewRun();
        Add(one, ("b", 1L), ("A", 2L));
        Add(two, ("c", 3L));
        Assert.Equal(
            [(two.Id, "c"), (one.Id, "A"), (one.Id, "b")],
            Store.Parameters.List([two.Id, one.Id], None).Select(p => (p.RunId, p.Name)));
    }

    [Fact]
    public void What_nests_too_deep_to_be_read_again_is_not_written()
    {
        Run run = Store.NewRun();
        object? value = 1L;
        for (int depth = 0; depth < JsonText.MaxDepth; depth++) value = new[] { value };
        Add(run, ("deep", value));
        Assert.NotNull(Store.Again(run).Parameters["deep"]);
        Assert.ThrowsAny<Exception>(() => Add(run, ("too deep", new[] { value })));
        Assert.Equal(["deep"], Store.Parameters.List([run.Id], None).Select(p => p.Name));
    }

    [Fact]
    public void Values_of_more_than_a_million_characters_are_refused()
    {
        Run run = Store.NewRun();
        Add(run, ("largest", new string('x', 1 << 20)));
        foreach (object? value in new object?[] { new string('x', (1 << 20) + 1), new object?[] { new string('x', 1 << 20) }, StoreSteps.Named(("a", new string('x', 1 << 20))) })
        {
            TrackerException error = Expect.Refused("ParameterTooLarge", () => Add(run, ("ok", 1L), ("huge", value)));
            Assert.Contains("Add-Artifact", error.Message, StringComparison.Ordinal);
            Expect.Refused("ParameterTooLarge", () => Store.NewRun(new RunDraft { ExperimentId = run.ExperimentId, Parameters = StoreSteps.Named(("huge", value)) }));
        }

        Assert.Equal(["largest"], Store.Parameters.List([run.Id], None).Select(p => p.Name));
        Assert.Single(Store.Runs.Query(new(), None));
    }

    private void Add(Run run, params (string, object?)[] values) => Store.Parameters.Add(run.Id, StoreSteps.Named(values), None);
}
