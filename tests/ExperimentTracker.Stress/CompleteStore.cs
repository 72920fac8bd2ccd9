using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Stress;

/// <summary>A store in which each property of each type of record differs from its default in at least one record.</summary>
public static class CompleteStore
{
    private static CancellationToken None => CancellationToken.None;

    public static void Fill(IExperimentStore store)
    {
        FullStore.Fill(store);
        AddRuns(store);
        AddCatalog(store);
        AddMerged(store);
    }

    private static void AddRuns(IExperimentStore store)
    {
        Run run = store.NewRun(new RunDraft
        {
            Id = "complete_run", ExperimentId = "exp_1", TrialId = "trial_1", Namespace = "n", ParentRunId = "run_1", Name = "complete", Description = "all of it", Progress = 0.75, ProgressText = "last quarter", Start = true,
            ParameterHash = "abc", TraceId = "trace", SpanId = "span", Heartbeat = TimeSpan.FromMinutes(1), Parameters = StoreSteps.Named(("lr", 0.1)), Tags = StoreSteps.Named(("k", "v")),
            Origin = new RunOrigin
            {
                Host = "h", User = "u", CommandLine = "pwsh x", Script = "/x.ps1", WorkingDirectory = "/w", GitCommit = "c0ffee", GitBranch = "main", GitDirty = true,
                OperatingSystem = "Linux", PowerShellVersion = "7.6", RuntimeVersion = "10.0", ModuleVersion = "0.1",
                Process = new() { Id = 7, StartedAt = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), BootId = "boot", PidNamespace = "pid" },
            },
        });
        store.Runs.RecordHeartbeat(run.Id, None);
        store.Metrics.Append(
            [
                new()
                {
                    RunId = run.Id, Key = "loss", Label = "l", Unit = "s", Goal = MetricGoal.Minimize, Steps = new long[] { 3, 4, 5 }, Values = new[] { 2.0, double.NaN, 1.0 },
                    Ticks = new[] { UtcTicks.Now(store.Time) },
                },
            ],
            None);
        foreach (RecordType type in new[] { RecordType.Epoch, RecordType.Result })
        {
            store.Evaluations.Add(
                [
                    new()
                    {
                        Type = type, Id = $"whole_{type}", RunId = run.Id, Index = 3, Accuracy = 0.5, Loss = 0.25, AccuracyPerLabel = StoreSteps.Named(("a", 0.1)),
                        LossPerLabel = StoreSteps.Named(("a", 0.2)), Metrics = StoreSteps.Named(("f1", 0.3)), Ticks = UtcTicks.Now(store.Time),
                    },
                ],
                None);
        }

        store.Distributions.Add([Spread(run, 3), Spread(run, 3), Spread(run, 7)], None);
        store.Logs.Add([new() { RunId = run.Id, Stream = "Error", Message = "line", Ticks = 5 }, new() { RunId = run.Id, Location = "/log.txt", Ticks = 6 }], None);
        using (IStagedBlob blob = store.Artifacts.Stage(() => new MemoryStream([4, 5]), null, None))
        {
            ArtifactDraft draft = StoreSteps.DraftOf(run, "complete");
            store.Artifacts.Commit(
                [
                    draft with { Kind = ArtifactKind.File, Blob = blob, Step = 5, Epoch = "whole_Epoch", Result = "whole_Result", Type = "model", MediaType = "text/plain", Config = 1L },
                    draft with { Key = "elsewhere", Kind = ArtifactKind.Reference, Location = "s3://there" },
                ],
                None);
        }

        var error = new RunError { Type = "System.IO.IOException", Id = "id", Category = "WriteError", Position = "/x.ps1: line 3", Line = "save", ScriptStackTrace = "at save", InnerErrors = "inner" };
        store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Failed, ErrorMessage = "it broke", Error = error, Reason = "why", Actor = "me@here" }, None);
    }

    // One of its seven values is outside of the edges.
    private static DistributionDraft Spread(Run run, long step) => new()
    {
        RunId = run.Id, Key = "layer/weights", Step = step, Ticks = 638_000_000_000_000_007 + step,
        Values = new()
        {
            Count = 7, NaNCount = 1, InfiniteCount = 2, Min = -1, Max = 0.5, Sum = -0.25, SumOfSquares = 1.5, Mean = -0.125, StandardDeviation = 0.75,
            Edges = [-1, 0, 0.3], Counts = [2, 1],
        },
    };

    private static void AddCatalog(IExperimentStore store)
    {
        store.Experiments.Update("exp_1", new() { Description = "of flowers" }, None);
        store.Trials.Update("trial_1", new() { Description = "a try" }, None);
        store.Datasets.Register(new() { Name = "checked", Size = 2, SizeUnit = "rows", Location = "/d", Digest = "sha256:" + new string('a', 64), Config = 5L }, None);
        Model model = store.Models.Create([new() { Id = "complete_model", Name = "complete", ProjectId = "proj_1", Description = "what it is for", Tags = StoreSteps.Named(("q", "1")) }], None)[0];
        ModelVersion version = store.Models.Register(
            [new() { ModelId = model.Id, RunId = "run_1", ArtifactId = store.Artifacts.Query(new() { OwnerIds = ["run_1"] }, None)[0].Id, Description = "good" }], None)[0];
        store.Models.UpdateVersion(version.Id, new() { Stage = ModelStage.Production, Reason = "better", Actor = "me@here", AddAliases = ["champion"] }, None);
        ModelVersion removed = store.Models.Register([new() { ModelId = model.Id }], None)[0];
        store.Models.RemoveVersions([removed.Id], None);
        store.Models.Remove([store.Models.Create([new() { Name = "removed", ProjectId = "proj_1" }], None)[0].Id], None);
        store.Trials.Remove([store.Trials.Create([new() { ExperimentId = "exp_1", Name = "removed" }], None)[0].Id], None);
        store.Experiments.Remove([store.NewExperiment("removed", store.Projects.Query(new() { Ids = ["proj_1"] }, None)[0]).Id], None);
        store.Projects.Remove([store.NewProject("removed").Id], None);
    }

    // The run and the version receive new numbers because theirs are in use. So their origins are set.
    private static void AddMerged(IExperimentStore store)
    {
        using IExperimentStore other = new SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
        Project project = other.NewProject("vision");
        Experiment experiment = other.NewExperiment("iris", project);
        for (int i = 0; i < 2; i++) other.NewRun(experiment);
        Model model = other.Models.Create([new() { Name = "complete", ProjectId = project.Id }], None)[0];
        other.Models.Register([new() { ModelId = model.Id }], None);
        using ITransferSource source = other.Transfer.AsSource(None);
        store.Transfer.Merge(source, preview: false, null, None);
    }
}
