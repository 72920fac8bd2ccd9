using System.Text;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Reports;

/// <summary>The records that the tests of reports use.</summary>
public static class ReportStore
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly byte[] Gif = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private const string Svg =
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink' width='40' height='30' onload='window.pwned=4'>" +
        "<script>window.pwned=5; fetch('http://127.0.0.1:9/svg')</script>" +
        "<image x:href='http://127.0.0.1:9/a.png' href='http://127.0.0.1:9/b.png'/>" +
        "<rect width='40' height='30' fill='teal'/></svg>";

    private static CancellationToken None => CancellationToken.None;

    /// <summary>A run with hostile names only, and the names that a report about it shows.</summary>
    public static (Run Run, string[] Names) Hostile(IExperimentStore store)
    {
        string[] kinds =
        [
            "project", "experiment", "run", "description", "parameter", "value", "nested", "metric", "label", "unit", "tag", "tag value",
            "dataset", "role", "model", "version", "artifact", "picture", "reference", "error", "script", "host", "branch", "trial",
        ];
        Dictionary<string, string> names = kinds.ToDictionary(k => k, HostileTexts.Of);
        Project project = store.NewProject(names["project"]);
        Experiment experiment = store.NewExperiment(names["experiment"], project);
        Trial trial = store.Trials.Create([new TrialDraft { ExperimentId = experiment.Id, Name = names["trial"] }], None)[0];
        Run run = store.NewRun(new RunDraft
        {
            ExperimentId = experiment.Id,
            TrialId = trial.Id,
            Name = names["run"],
            Description = names["description"],
            Start = true,
            Parameters = StoreSteps.Named(
                (names["parameter"], names["value"]), ("object", StoreSteps.Named((names["nested"], 1.0))),
                ("nothing", null), ("large", long.MaxValue),
                ("NaN", double.NaN), ("__proto__", "text"), ("trap", "constructor"), ("separators", "a\u2028b\u2029c")),
            Tags = StoreSteps.Named((names["tag"], null), ("key", names["tag value"])),
            Origin = new RunOrigin { Host = names["host"], Script = names["script"], GitBranch = names["branch"], GitCommit = "0123456789", GitDirty = true },
        });
        store.Append(run, names["metric"], [3, 2, 1], MetricGoal.Minimize, names["unit"]);
        store.LogAt(run, "metric", [], [double.NaN, double.PositiveInfinity, 1e300, -0.0], label: names["label"]);
        Dataset dataset = store.Datasets.Register(new DatasetDraft { Name = names["dataset"] }, None);
        store.Inputs.Add(run.Id, RunInputKind.Dataset, dataset.Id, names["role"], None);
        Model model = store.Models.Create([new ModelDraft { Name = names["model"], ProjectId = project.Id }], None)[0];
        store.Models.Register([new ModelVersionDraft { ModelId = model.Id, RunId = run.Id, Description = names["version"] }], None);
        AddArtifacts(store, run, names);
        store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Failed, ErrorMessage = names["error"] }, None);
        return (store.Again(run), [.. names.Values]);
    }

    /// <summary>Five runs with a known order, known gaps and a known best value.</summary>
    public static IReadOnlyList<Run> Known(IExperimentStore store, string otherMetric)
    {
        Experiment experiment = store.NewExperiment(HostileTexts.Of("experiment"));
        var runs = new List<Run>();
        (double Last, double Rate, string? Optimizer)[] known = [(0.1, 0.1, "sgd"), (0.2, 0.01, "sgd"), (0.3, 0.1, "adam"), (double.NaN, 0.5, "adam"), (0, 0.3, null)];
        foreach ((int i, (double last, double lr, string? optimizer)) in known.Select((k, i) => (i, k)))
        {
            (string, object?)[] given = [("lr", lr), ("epochs", 100L), .. optimizer is null ? [] : new (string, object?)[] { ("optimizer", optimizer) }];
            Run run = store.NewRun(new RunDraft
            {
                ExperimentId = experiment.Id,
                Name = i == 1 ? "the second one" : i == 2 ? HostileTexts.Of("run") : null,
                Start = true,
                Parameters = StoreSteps.Named(given),
                Tags = StoreSteps.Named((HostileTexts.Of("tag"), i)),
            });
            if (i < 4) store.Append(run, "loss", [.. Enumerable.Range(0, 101).Select(step => Falling(step, last))], MetricGoal.Minimize);
            store.Log(run, otherMetric, 1, 2, i);
            store.AddArtifact(run, "plot.png", Png);
            if (i == 3) AddLog(store, run);
            if (i == 0) AddPictures(store, run);
            store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = i == 3 ? RunStatus.Failed : RunStatus.Succeeded, ErrorMessage = i == 3 ? "The loss is no number" : null }, None);
            runs.Add(store.Again(run));
        }

        return runs;
    }

    /// <summary>An experiment with a number of runs and metrics. Each series has a hundred points.</summary>
    public static Experiment Large(IExperimentStore store, int runs, int metrics)
    {
        Experiment experiment = store.NewExperiment("sweep");
        var random = new Random(42);
        string[] optimizers = ["sgd", "adam", "rmsprop"];
        IReadOnlyList<Run> made = store.Runs.Create([.. Enumerable.Range(1, runs).Select(i => new RunDraft
        {
            ExperimentId = experiment.Id,
            Start = true,
            Parameters = StoreSteps.Named(
                ("lr", i / 1000.0), ("optimizer", optimizers[i % 3]), ("seed", (long)i), ("layers", (long)random.Next(1, 9)), ("dropout", random.NextDouble())),
            Tags = StoreSteps.Named(("sweep", null), ("owner", "somebody")),
            Origin = RunOrigins.Capture(Path.GetTempPath()),
        })], None);
        foreach (Run[] page in made.Chunk(50))
        {
            store.Metrics.Append(
                [.. page.SelectMany((run, r) => Enumerable.Range(0, metrics).Select(m => new SeriesAppend
                {
                    RunId = run.Id,
                    Key = m == 0 ? "loss" : $"layer{m}/norm",
                    Goal = m == 0 ? MetricGoal.Minimize : null,
                    Values = Enumerable.Range(0, 100).Select(s => Math.Exp(-s / (10.0 + m)) + (random.NextDouble() / 5)).ToArray(),
                    Ticks = new[] { UtcTicks.Now(store.Time) },
                }))],
                None);
        }

        foreach (Run run in made) store.End(run, run.Number % 20 == 0 ? RunStatus.Failed : RunStatus.Succeeded);
        return experiment;
    }

    /// <summary>Appends values to a series, from step 0 or the next one.</summary>
    public static void Append(this IExperimentStore store, Run run, string key, double[] values, MetricGoal? goal = null, string? unit = null) =>
        store.Metrics.Append([new SeriesAppend { RunId = run.Id, Key = key, Goal = goal, Unit = unit, Values = values, Ticks = new[] { UtcTicks.Now(store.Time) } }], None);

    /// <summary>Adds distributions of four steps, and a confusion matrix.</summary>
    public static void AddPictures(IExperimentStore store, Run run)
    {
        store.Distributions.Add([.. Enumerable.Range(0, 4).Select(step => new DistributionDraft { RunId = run.Id, Key = "weights", Step = step, Ticks = UtcTicks.Now(store.Time), Values = BinnedValues.OfCounts([1, 2 + step, 1], [-1, 0, 1, 2]) })], None);
        const string matrix = """{"labels":["cat","dog"],"counts":[[3,1],[0,4]],"count":8,"accuracy":0.875,"precision":[1,0.8],"recall":[0.75,1],"f1":[0.857,0.889]}""";
        ArtifactIntake.AddBytes(store, StoreSteps.DraftOf(run, "predictions") with { Type = "confusion-matrix" }, Encoding.UTF8.GetBytes(matrix), None);
    }

    /// <summary>Adds three hundred lines to the log of a run.</summary>
    public static void AddLog(IExperimentStore store, Run run) => store.Logs.Add(
        [.. Enumerable.Range(0, 300).Select(i => new RunLogDraft { RunId = run.Id, Stream = "Output", Message = $"line {i}: {new string('.', 60)} {i}: nothing went as it should", Ticks = UtcTicks.Now(store.Time) })], None);

    // Starts with 1 at step 0 and ends with the last value at step 100. If the last value is NaN, all values from step 50 are NaN.
    private static double Falling(int step, double last) => double.IsNaN(last)
        ? (step < 50 ? Falling(step, 0.4) : double.NaN)
        : last + ((1 - last) * (1 - (step / 100.0)));

    private static void AddArtifacts(IExperimentStore store, Run run, Dictionary<string, string> names)
    {
        using var folder = new TempFolder();
        folder.Write("plots/a.gif", Gif);
        folder.Write("plots/notes.txt", "no picture");
        store.AddArtifact(run, names["artifact"], Encoding.UTF8.GetBytes("text"));
        store.AddArtifact(run, names["picture"].Replace('/', '|') + ".svg", Encoding.UTF8.GetBytes(Svg));
        store.AddArtifact(run, "pixel.png", Png);
        store.AddArtifact(run, "lie.png", Encoding.UTF8.GetBytes("<script>window.pwned=6</script>"));
        ArtifactIntake.AddFolder(store, StoreSteps.DraftOf(run, "plots"), folder.Sub("plots"), null, None);
        store.Artifacts.Commit([StoreSteps.DraftOf(run, "elsewhere") with { Kind = ArtifactKind.Reference, Location = names["reference"] }], None);
    }

    private static void AddArtifact(this IExperimentStore store, Run run, string key, byte[] bytes) =>
        ArtifactIntake.AddBytes(store, StoreSteps.DraftOf(run, key), bytes, None);
}
