using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Stress;

/// <summary>A store with at least one record of each type, and with values that are difficult to transfer.</summary>
public static class FullStore
{
    private static CancellationToken None => CancellationToken.None;

    public static void Fill(IExperimentStore store)
    {
        Project project = store.Projects.Create([new() { Id = "proj_1", Name = "vision", Description = "what \"it\" is", Tags = StoreSteps.Named(("team", "ä"), ("bare", null)) }], None)[0];
        Dataset dataset = store.Datasets.Register(new() { Id = "ds_1", Name = "flowers", Size = 150, SizeUnit = "rows", Location = "s3://b", Config = StoreSteps.Named(("k", 1.0)) }, None);
        store.Datasets.RegisterEncoder("One-Hot", StoreSteps.Named(("dim", 3L)), None);
        store.Datasets.AddEncoder(dataset.Id, "One-Hot", None);
        NamedValues config = StoreSteps.Named(("lr", 0.1), ("one", 1.0), ("list", new object?[] { 1L, null, double.NaN, "x" }), ("when", new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Utc).ToLocalTime()));
        Experiment experiment = store.Experiments.Create([new() { Id = "exp_1", Name = "iris", ProjectId = project.Id, Config = config, Tags = StoreSteps.Named(("x", null)) }], None)[0];
        store.Datasets.AddToExperiment(experiment.Id, dataset.Id, primary: true, None);
        Trial trial = store.Trials.Create([new() { Id = "trial_1", ExperimentId = experiment.Id, Name = "t", Config = 1.0, StartedAt = 638_000_000_000_000_001 }], None)[0];
        Run run = store.NewRun(new RunDraft
        {
            Id = "run_1", ExperimentId = experiment.Id, TrialId = trial.Id, Start = true, SpanId = "b7ad6b7169203331", TraceId = "0af7651916cd43dd8448eb211c80319c",
            Parameters = StoreSteps.Named(
                ("int", long.MaxValue), ("real", 1.0), ("text", "tü\n\"'"), ("flag", true), ("date", DateTime.MaxValue.ToUniversalTime().AddDays(-2).ToLocalTime()),
                ("span", TimeSpan.FromTicks(-1)), ("nothing", null), ("map", StoreSteps.Named(("a", 1L))), ("nan", double.NaN)),
            Tags = StoreSteps.Named(("k", "v")),
            Origin = new RunOrigin { Host = "h", Process = new() { Id = 7, StartedAt = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc) }, GitDirty = false },
        });
        store.LogAt(run, "hard", [0, 0, 5, long.MaxValue], [double.NaN, double.NegativeInfinity, -0.0, double.Epsilon], [5, 4, 3, 638_000_000_000_000_000], "läbel");
        store.Log(run, "long", [.. Enumerable.Range(0, 3000).Select(i => Math.Sin(i))]);
        store.Evaluations.Add([new() { Type = RecordType.Epoch, Id = "ep_1", RunId = run.Id, Accuracy = double.PositiveInfinity, AccuracyPerLabel = StoreSteps.Named(("a", 0.5)), Ticks = UtcTicks.Now(store.Time) }], None);
        store.Evaluations.Add([new() { Type = RecordType.Result, Id = "res_1", RunId = run.Id, Loss = 0.25, Metrics = StoreSteps.Named(("f1", 1.0)), Ticks = UtcTicks.Now(store.Time) }], None);
        store.Logs.Add([new() { RunId = run.Id, Message = "a line", Stream = "Warning", Ticks = UtcTicks.Now(store.Time) }], None);
        store.Inputs.Add(run.Id, RunInputKind.Dataset, dataset.Id, "train", None);
        Artifact model = ArtifactIntake.AddText(store, StoreSteps.DraftOf(run, "a/model") with { Epoch = "ep_1", Config = 2.0 }, "weights", None);
        AddFolder(store, run);
        store.Artifacts.Commit([StoreSteps.DraftOf(experiment, "ref") with { Kind = ArtifactKind.Reference, Location = "s3://x" }], None);
        store.End(run);
        Run child = store.NewRun(new RunDraft { Id = "run_2", ExperimentId = experiment.Id, Namespace = "a/b", ParentRunId = run.Id, ParameterHash = "123456" });
        store.Inputs.Add(child.Id, RunInputKind.Artifact, model.Id, null, None);
        Run removed = store.End(store.Start(store.NewRun(new RunDraft { Id = "run_3", ExperimentId = experiment.Id })), RunStatus.Cancelled);
        store.Runs.Remove([removed.Id], None);
        Model registered = store.Models.Create([new() { Id = "model_1", Name = "m", ProjectId = project.Id, Tags = StoreSteps.Named(("q", null)) }], None)[0];
        ModelVersion one = store.Models.Register([new() { ModelId = registered.Id, RunId = run.Id, ArtifactId = model.Id, Tags = StoreSteps.Named(("g", "1")) }], None)[0];
        ModelVersion two = store.Models.Register([new() { ModelId = registered.Id }], None)[0];
        store.Models.UpdateVersion(one.Id, new() { Stage = ModelStage.Production, Reason = "good", AddAliases = ["best"] }, None);
        store.Models.UpdateVersion(two.Id, new() { Stage = ModelStage.Production }, None);
    }

    private static void AddFolder(IExperimentStore store, Run run)
    {
        using IStagedBlob blob = store.Artifacts.Stage(() => new MemoryStream([1, 2, 3]), null, None);
        store.Artifacts.Commit([StoreSteps.DraftOf(run, "folder") with { Kind = ArtifactKind.Folder, Files = [new("x/1.bin", blob)] }], None);
    }
}
