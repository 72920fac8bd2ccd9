using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Json;

namespace ExperimentTracker.Tests.Contract;

public abstract class ParameterHashContract(StoreUnderTest store) : StoreContract(store)
{
    // printf '%s' '{"epochs":10,"lr":0.01,"optimizer.betas":[0.9,0.999],"optimizer.name":"Adam"}' | sha256sum
    private const string Known = "365690f059cb2d961cc4de9eb0e25dc3c0d12a78beb723d3f85d37dbe2bc440b";

    // printf '%s' '{}' | sha256sum
    private const string OfNothing = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    private static readonly NamedValues Sample = StoreSteps.Named(
        ("lr", 0.01),
        ("Optimizer", StoreSteps.Named(("name", "Adam"), ("betas", new object?[] { 0.9, 0.999 }))),
        ("epochs", 10L));

    [Fact]
    public void The_hash_of_a_run_that_starts_at_once_is_that_of_its_parameters() => Assert.Equal(Known, Started(Sample).ParameterHash);

    [Fact]
    public void The_hash_of_a_pending_run_is_computed_when_it_starts()
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment().Id });
        Assert.Null(run.ParameterHash);
        Store.Parameters.Add(run.Id, Sample, None);
        Assert.Equal(Known, Store.Start(run).ParameterHash);
    }

    [Fact]
    public void A_run_without_parameters_has_the_hash_of_nothing() => Assert.Equal(OfNothing, Store.NewRun().ParameterHash);

    [Fact]
    public void Order_case_nesting_and_integer_or_floating_type_do_not_matter() => Assert.Equal(Known, Started(StoreSteps.Named(
        ("OPTIMIZER.NAME", "Adam"),
        ("optimizer", StoreSteps.Named(("Betas", new object?[] { 0.9, 0.999 }))),
        ("Epochs", 10.0),
        ("LR", 0.01))).ParameterHash);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void The_culture_does_not_matter(string culture) => Assert.Equal(
        Under("en-US", () => Hash("IJSSEL İı ıI")), Under(culture, () => Hash("IJSSEL İı ıI")));

    [Fact]
    public void The_hash_is_fixed_when_the_run_starts()
    {
        Run run = Started(Sample);
        Store.Parameters.Add(run.Id, StoreSteps.Named(("late", 1L)), None);
        Store.End(run);
        Assert.Equal(Known, Store.Resume(run).ParameterHash);
    }

    [Fact]
    public void A_hash_that_the_caller_sets_is_kept_and_found()
    {
        Experiment experiment = Store.NewExperiment();
        Run pending = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, ParameterHash = "123456", Parameters = Sample });
        Run started = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, ParameterHash = "123456", Start = true });
        Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Parameters = Sample, Start = true });
        Assert.Equal("123456", Store.Start(pending).ParameterHash);
        Assert.Equal([started.Id, pending.Id], Store.Runs.Query(new() { ParameterHash = "123456" }, None).Select(r => r.Id));
    }

    [Fact]
    public void Values_that_differ_have_hashes_that_differ()
    {
        object?[] values = [null, "", "null", 0L, 1L, 1.5, true, false, "true", "1", double.NaN, "NaN", double.PositiveInfinity, NamedValues.Empty,
            Array.Empty<object?>(), new object?[] { 1L }, new object?[] { new object?[] { 1L } }, 9007199254740993L, 9007199254740992L, "👩", "\uD83D\uDC69\u200D"];
        string[] hashes = [.. values.Select(v => ParameterHash.Compute(StoreSteps.Named(("p", v))))];
        Assert.Equal(values.Length, hashes.Distinct().Count());
    }

    private Run Started(NamedValues parameters) =>
        Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment().Id, Parameters = parameters, Start = true });

    private static string Hash(string name) => ParameterHash.Compute(StoreSteps.Named(
        (name, 1234567.891), ("when", new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc)), ("took", TimeSpan.FromSeconds(1.5)), ("I", -1e-7)));
}
