using System.Text.Json;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

public abstract class RecordJsonContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly NamedValues Hard = new(
    [
        new("whole", long.MaxValue),
        new("real", 1.0),
        new("nan", double.NaN),
        new("nothing", null),
        new("yes", true),
        new("moment", new DateTime(2026, 11, 1, 5, 30, 0, 7, DateTimeKind.Utc).ToLocalTime()),
        new("length", TimeSpan.FromTicks(12345678901)),
        new("list", new object?[] { 1L, 1.0, "x", null, new NamedValues([new("deep", -0.0)]) }),
        new("$date", "not a date"),
    ]);

    [Fact]
    public void Projects_experiments_and_trials_round_trip()
    {
        Project project = Store.Projects.Create([new() { Name = "P", Tags = new([new("bare", null), new("owner", "me")]) }], None)[0];
        ComesBack(project);
        foreach (object? config in new object?[] { Hard, new object?[] { 1L, "x" }, "text", 3.5, null })
        {
            Experiment experiment = Store.Experiments.Create([new() { ProjectId = project.Id, Name = $"E{config?.GetType()}", Config = config }], None)[0];
            ComesBack(experiment);
            ComesBack(Store.Trials.Create([new() { ExperimentId = experiment.Id, Name = "t", Config = config }], None)[0]);
        }
    }

    [Fact]
    public void A_run_and_its_records_round_trip()
    {
        Run run = RunFactory.Create(Store, new() { Experiment = "e", Parameters = Hard, Start = true, Origin = RunOrigins.Capture(Path.GetTempPath()) });
        Store.Metrics.Append(
            [new() { RunId = run.Id, Key = "k", Label = "l", Values = new[] { 1, double.NaN, -0.0, double.PositiveInfinity }, Ticks = new[] { UtcTicks.Now(Store.Time) } }], None);
        run = Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Failed, ErrorMessage = "no", Reason = "why" }, None);
        ComesBack(run);
        Metric metric = Assert.Single(Store.Metrics.List([run.Id], None));
        ComesBack(metric);
        Assert.All(Store.Metrics.Read(metric, 0, long.MaxValue, None).Points(), ComesBack);
        Assert.All(Store.Parameters.List([run.Id], None), ComesBack);
        Assert.All(Store.Runs.History([run.Id], None), ComesBack);
        Artifact artifact = ArtifactIntake.AddText(
            Store, new() { OwnerType = RecordType.Run, OwnerId = run.Id, Key = "a", Config = new object?[] { Hard } }, "text", None);
        ComesBack(artifact);
        ComesBack(Store.Describe(None));
    }

    [Fact]
    public void Epochs_results_logs_and_inputs_round_trip()
    {
        Run run = Store.NewRun();
        NamedValues values = new([new("a", double.NaN), new("b", -0.0), new("c", double.NegativeInfinity)]);
        foreach (RecordType type in new[] { RecordType.Epoch, RecordType.Result })
        {
            Evaluation made = Store.Evaluations.Add(
                [new() { Type = type, RunId = run.Id, Ticks = 1, Accuracy = double.PositiveInfinity, LossPerLabel = values, Metrics = values }], None)[0];
            if (made is Epoch epoch) ComesBack(epoch);
            else ComesBack((Result)made);
        }

        Assert.All(Store.Logs.Add([new() { RunId = run.Id, Message = "a\nb", Ticks = 1 }, new() { RunId = run.Id, Location = "x", Ticks = 2 }], None), ComesBack);
        Dataset dataset = Store.Datasets.Register(new() { Name = "d" }, None);
        ComesBack(Store.Inputs.Add(run.Id, RunInputKind.Dataset, dataset.Id, "train", None));
    }

    [Fact]
    public void Datasets_and_encoders_round_trip()
    {
        foreach (object? config in new object?[] { Hard, new object?[] { 1L, Hard }, double.NaN, null })
        {
            string name = $"n {config?.GetType()}";
            Dataset dataset = Store.Datasets.Register(new() { Name = name, Size = long.MaxValue, Config = config }, None);
            Store.Datasets.AddToExperiment(Store.NewExperiment().Id, dataset.Id, primary: true, None);
            ComesBack(Store.Datasets.RegisterEncoder(name, config, None));
            Store.Datasets.AddEncoder(dataset.Id, name, None);
            ComesBack(Store.Datasets.Query(new() { Ids = [dataset.Id] }, None).Single());
            ComesBack(Store.Datasets.Encoders(dataset.Id, None).Single());
        }
    }

    [Fact]
    public void A_model_and_its_versions_round_trip()
    {
        Model model = ModelRegistry.FindOrCreate(Store, "m", null);
        ModelVersion version = Store.Models.Register([new() { ModelId = model.Id, Tags = Hard }], None)[0];
        ComesBack(Store.Models.UpdateVersion(version.Id, new() { Stage = ModelStage.Production, AddAliases = ["champion", "newest"], Reason = "good" }, None));
        ComesBack(Store.Models.Query(new() { Ids = [model.Id] }, None)[0]);
        Assert.All(Store.Models.StageHistory([version.Id], None), ComesBack);
    }

    [Fact]
    public void What_differs_is_not_equal()
    {
        Experiment experiment = Identities.FindExperiment(Store, RunFactory.FindOrCreateExperiment(Store, "e"));
        Trial trial = Store.Trials.Create([new() { ExperimentId = experiment.Id, Name = "t" }], None)[0];
        Dataset dataset = Store.Datasets.Register(new() { Name = "d" }, None);
        Encoder encoder = Store.Datasets.RegisterEncoder("n", null, None);
        Differ(c => experiment with { Config = c });
        Differ(c => trial with { Config = c });
        Differ(c => dataset with { Config = c });
        Differ(c => encoder with { Config = c });
        Assert.NotEqual(trial, trial with { Description = "x" });
        Assert.NotEqual(dataset with { Experiments = ["a", "b"] }, dataset with { Experiments = ["b", "a"] });
        Assert.NotEqual(dataset with { Encoders = ["a"] }, dataset);
        Assert.NotEqual(encoder with { Datasets = ["a"] }, encoder);
        Assert.Equal(dataset with { Experiments = new List<string> { "a" } }, dataset with { Experiments = ["a"] });
        Assert.Equal((encoder with { Config = 1L }).GetHashCode(), (encoder with { Config = 1L }).GetHashCode());
    }

    // Configurations differ in every detail: integers and doubles, order, null and missing values.
    private static void Differ<T>(Func<object?, T> with)
    {
        object?[] configs = [null, 1L, 1.0, "1", new object?[] { 1L }, new object?[] { 1.0 }, new object?[] { 1L, null }, Hard, new NamedValues([new("a", 1L)]), new NamedValues([])];
        for (int i = 0; i < configs.Length; i++)
        {
            for (int j = 0; j < configs.Length; j++)
            {
                if (i == j) Assert.Equal(with(configs[i]), with(configs[j]));
                else Assert.NotEqual(with(configs[i]), with(configs[j]));
            }
        }
    }

    private static void ComesBack<T>(T record) => Assert.Equal(record, JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(record)));
}
