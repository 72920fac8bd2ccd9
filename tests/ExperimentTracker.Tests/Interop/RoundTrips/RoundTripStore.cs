using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Interop.RoundTrips;

/// <summary>A small store with every kind of record, and with values and names that formats have difficulties with.</summary>
internal static class RoundTripStore
{
    // 2023-11-14T22:13:20.1234567Z
    private const long At = 638_355_752_001_234_567;

    public static void Fill(IExperimentStore store)
    {
        Project project = store.Projects.Create([new() { Id = "proj", Name = "vision", Description = "eyes", Tags = StoreSteps.Named(("team", "ä")) }], Expect.None)[0];
        Experiment experiment = store.Experiments.Create([new() { Id = "exp", Name = "iris", ProjectId = project.Id, Description = "flowers", Tags = StoreSteps.Named(("a:b", "1"), ("bare", null)), Config = StoreSteps.Named(("k", 1.0)) }], Expect.None)[0];
        store.Experiments.Create([new() { Id = "empty", Name = "nothing yet", ProjectId = project.Id }], Expect.None);
        Dataset dataset = store.Datasets.Register(new() { Id = "ds", Name = "flowers" }, Expect.None);
        Trial trial = store.Trials.Create([new() { Id = "trial", ExperimentId = experiment.Id, Name = "t" }], Expect.None)[0];
        Run run = store.NewRun(new RunDraft
        {
            Id = "018f3a52-0000-7000-8000-00000000000a", ExperimentId = experiment.Id, TrialId = trial.Id, Name = "=1+1 \"ü\"", Description = "first\nsecond", Namespace = "a/b", Start = true,
            Parameters = StoreSteps.Named(
                ("int", long.MaxValue), ("real", 1.0), ("tiny", 1e-300), ("text", "10"), ("True", "True"), ("flag", true), ("nothing", null), ("a:b", 0.1), ("a_b", -5L), ("-x", "'=SUM(A1)"),
                ("date", new DateTime(At, DateTimeKind.Utc)), ("span", TimeSpan.FromTicks(-1)), ("list", new object?[] { 1L, null, double.NaN, "x" }), ("map", StoreSteps.Named(("a", 1L))), ("nan", double.NaN),
                ("deep", "v"), ("deep/er", "w"), ("long", new string('y', 7000))),
            Tags = StoreSteps.Named(("wo\"rds", "a,b\r\nc"), ("bare", null), ("empty", ""), ("k", "v"), ("k/l", "w"), ("mlflow.source.type", "NOTEBOOK")),
            Origin = new RunOrigin { Host = "h", User = "u", Script = "/x.ps1", CommandLine = "pwsh x", GitCommit = "c0ffee", GitBranch = "main", GitDirty = true, WorkingDirectory = "/w" },
        });
        store.LogAt(run, "loss", [1, 2, 2, 5, 1L << 40], [0.1, double.PositiveInfinity, -0.0, double.NaN, double.NegativeInfinity], [At, At + 10_000, At + 20_000, At + 30_001, At + 30_000]);
        store.LogAt(run, "loss", [3, 3, 3], [0.25, 0.25, double.Epsilon], [At, At + 10_000, At + 20_000], "val [x]");
        store.LogAt(run, "loss/val", [7], [1.0 / 3], [At]);
        store.LogAt(run, "Ünusual: näme 100%", [0], [-1.5e308], [At]);
        store.Log(run, "accuracy", [.. Enumerable.Range(0, 30).Select(i => Math.Sin(i))]);
        store.Evaluations.Add([new() { Type = RecordType.Epoch, Id = "ep", RunId = run.Id, Accuracy = 0.5, Ticks = At }], Expect.None);
        store.Logs.Add([new() { RunId = run.Id, Message = "a line", Stream = "Warning", Ticks = At }, new() { RunId = run.Id, Message = "=1+1\r\n\"quoted\", yes", Ticks = At + 1 }], Expect.None);
        store.Distributions.Add([new() { RunId = run.Id, Key = "weights", Step = 4, Ticks = At, Values = BinnedValues.Of([-1, 0, 0, 3, double.NaN], 4) }], Expect.None);
        store.Inputs.Add(run.Id, RunInputKind.Dataset, dataset.Id, "train", Expect.None);
        Artifact model = ArtifactIntake.AddText(store, StoreSteps.DraftOf(run, "a/model") with { Epoch = "ep", Config = 2.0, Type = "model" }, "weights", Expect.None);
        ArtifactIntake.AddText(store, StoreSteps.DraftOf(run, "notes"), "# wörds", Expect.None);
        ArtifactIntake.AddBytes(store, StoreSteps.DraftOf(run, "pixel.png") with { Step = 3, MediaType = "image/png" }, Exporting.Exports.Pixel, Expect.None);
        store.Artifacts.Commit([StoreSteps.DraftOf(run, "elsewhere") with { Kind = ArtifactKind.Reference, Location = "s3://there" }], Expect.None);
        AddFolder(store, run);
        store.End(run, RunStatus.Cancelled);
        store.NewRun(new RunDraft { Id = "018f3a52-0000-7000-8000-00000000000b", ExperimentId = experiment.Id, ParentRunId = run.Id, Namespace = "a/b" });
        Run failed = store.Start(store.NewRun(new RunDraft { Id = "018f3a52-0000-7000-8000-00000000000c", ExperimentId = experiment.Id }));
        store.Runs.ChangeStatus(new RunStatusRequest { RunId = failed.Id, To = RunStatus.Failed, ErrorMessage = "it broke", Error = new RunError { Type = "System.IO.IOException", Line = "save" } }, Expect.None);
        Run removed = store.End(store.Start(store.NewRun(new RunDraft { Id = "018f3a52-0000-7000-8000-00000000000d", ExperimentId = experiment.Id })));
        store.Runs.Remove([removed.Id], Expect.None);
        Model registered = store.Models.Create([new() { Id = "mod", Name = "m/1", ProjectId = project.Id, Description = "it", Tags = StoreSteps.Named(("q", null)) }], Expect.None)[0];
        ModelVersion one = store.Models.Register([new() { ModelId = registered.Id, RunId = run.Id, ArtifactId = model.Id, Tags = StoreSteps.Named(("g", "1")) }], Expect.None)[0];
        ModelVersion two = store.Models.Register([new() { ModelId = registered.Id, Description = "second" }], Expect.None)[0];
        store.Models.UpdateVersion(one.Id, new() { Stage = ModelStage.Production, Reason = "good", AddAliases = ["best"] }, Expect.None);
        store.Models.UpdateVersion(two.Id, new() { Stage = ModelStage.Production }, Expect.None);
    }

    private static void AddFolder(IExperimentStore store, Run run)
    {
        using IStagedBlob blob = store.Artifacts.Stage(() => new MemoryStream([1, 2, 3]), null, Expect.None);
        store.Artifacts.Commit([StoreSteps.DraftOf(run, "folder") with { Kind = ArtifactKind.Folder, Files = [new("x/1.bin", blob), new("y", blob)] }], Expect.None);
    }
}
