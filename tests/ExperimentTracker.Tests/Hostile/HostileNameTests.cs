using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Json;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Hostile;

/// <summary>Texts that look like SQL, paths or markup are stored unchanged in every property. Texts that are not valid Unicode are errors.</summary>
public sealed class HostileNameTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreUnderTest underTest = StoreUnderTest.InMemory();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Every_string_is_a_valid_name_and_value_and_round_trips()
    {
        Run run = Store.NewRun();
        foreach (string text in HostileValues.Texts.Where(t => t.Length <= 200)) Keep(run, text);
        string before = StoreRecords.Text(Store);
        using StoreUnderTest other = StoreUnderTest.InMemory();
        using (ITransferSource source = Store.Transfer.AsSource(None)) other.Store.Transfer.Merge(source, preview: false, null, None);
        Assert.Equal(before, StoreRecords.Text(other.Store));
        Assert.DoesNotContain(Store.Maintenance.Check(quick: false, null, None), f => f.Severity > FindingSeverity.Information);
    }

    [Fact]
    public void No_name_is_empty_has_control_characters_or_is_not_Unicode()
    {
        Run run = Store.NewRun();
        Project project = Store.NewProject("kept");
        string before = StoreRecords.Text(Store);
        foreach (string text in HostileValues.NoNames.Concat(HostileValues.BrokenTexts))
        {
            Refused("InvalidName", () => Store.NewProject(text));
            Refused("InvalidName", () => Store.NewExperiment(text, project));
            Refused("InvalidName", () => Store.Runs.Update(run.Id, new() { Name = text }, None));
            Refused("InvalidName", () => Store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named((text, null)), None));
            Refused("InvalidName", () => Store.Parameters.Add(run.Id, StoreSteps.Named((text, 1L)), None));
            Refused("InvalidMetricKey", () => Store.Log(run, text, 1));
            Refused("InvalidName", () => Store.Models.Create([new() { Name = text, ProjectId = project.Id }], None));
            Refused("InvalidName", () => Store.Datasets.Register(new() { Name = text }, None));
            Refused("InvalidName", () => Store.Datasets.RegisterEncoder(text, null, None));
            Refused("InvalidArtifactKey", () => Store.AddText(run, text, "x"));
            Refused("InvalidId", () => Store.Projects.Create([new() { Id = text, Name = "new" }], None));
        }

        Assert.Equal(before, StoreRecords.Text(Store));
    }

    [Fact]
    public void Extreme_numbers_and_times_are_kept_exactly_in_any_culture()
    {
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        foreach (string name in new[] { "de-DE", "tr-TR", "fa-IR" })
        {
            System.Globalization.CultureInfo.CurrentCulture = new(name);
            try
            {
                (string, object?)[] values =
                [
                    ("over 2^53", (1L << 53) + 1), ("largest", long.MaxValue), ("smallest", long.MinValue), ("real", 1234567.891), ("tiny", double.Epsilon), ("minus zero", -0.0),
                    ("first time", new DateTime(1, 1, 2, 0, 0, 0, DateTimeKind.Utc).ToLocalTime()), ("last time", new DateTime(9999, 12, 30, 23, 59, 59, DateTimeKind.Utc).ToLocalTime()), ("Iı", "İi"), ("iI", "ıI"),
                ];
                Run run = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment().Id, Start = true, Parameters = StoreSteps.Named(values) });
                foreach ((string key, object? value) in values) Assert.Equal(value, Store.Again(run).Parameters[key]);
                Store.LogAt(run, "m", [0, 1, long.MaxValue], [1234567.891, -0.0, (1L << 53) + 1], [0, DateTime.MaxValue.Ticks, 5]);
                Assert.Equal([0L, DateTime.MaxValue.Ticks, 5L], Store.Points(run, "m").Points().Select(p => p.Timestamp).Zip([0L, DateTime.MaxValue.Ticks, 5L], (_, ticks) => ticks));
                Expect.SameBits([1234567.891, -0.0, 9007199254740992], Store.Points(run, "m").Values);
                Assert.Equal(ParameterHash.Compute(StoreSteps.Named(values)), run.ParameterHash);
            }
            finally
            {
                System.Globalization.CultureInfo.CurrentCulture = culture;
            }
        }

        Assert.Single(Store.Runs.Query(new(), None).Select(r => r.ParameterHash).Distinct());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_time_outside_of_the_calendar_is_an_error(long ticks) =>
        Expect.Refused("InvalidTimestamp", () => Store.LogAt(Store.NewRun(), "m", [0], [1], [ticks]));

    private void Keep(Run run, string text)
    {
        Project project = Store.NewProject(text.Normalize() == text ? $"{text} project" : $"{text} decomposed");
        Experiment experiment = Store.Experiments.Create(
            [new() { Name = text, ProjectId = project.Id, Description = text, Config = StoreSteps.Named((text, text)), Tags = StoreSteps.Named((text, text)) }], None)[0];
        Run own = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Name = text, Description = text, Start = true, Parameters = StoreSteps.Named((text, text)), Tags = StoreSteps.Named((text, text)) });
        if (!string.Equals(text, "NaN", StringComparison.Ordinal)) Store.LogAt(own, text, [0], [1], label: text);
        Store.Logs.Add([new() { RunId = own.Id, Message = text, Stream = text, Ticks = UtcTicks.Now(Store.Time) }], None);
        Model model = Store.Models.Create([new() { Name = text, ProjectId = project.Id }], None)[0];
        Store.End(own);
        Run read = Store.Again(own);
        Assert.Equal((text, text, text, text), (read.Name, read.Description, read.Parameters[text], read.Tags[text]));
        Assert.Equal([experiment.Id], Store.Experiments.Query(new() { Identity = text }, None).Where(e => e.Name == text).Select(e => e.Id));
        Assert.Equal([model.Id], Store.Models.Query(new() { NamePrefix = text }, None).Where(m => m.Name == text).Select(m => m.Id));
        Assert.Equal([own.Id], Store.Runs.Query(new() { Identity = text }, None).Where(r => r.Name == text).Select(r => r.Id));
        Assert.Equal(text, Store.Logs.List(own.Id, [text], null, None).Single().Message);
        Assert.NotNull(Store.Again(run));
    }

    private static void Refused(string errorId, Action act)
    {
        var error = Assert.Throws<TrackerException>(act);
        Assert.Equal(errorId, error.ErrorId);
    }
}
