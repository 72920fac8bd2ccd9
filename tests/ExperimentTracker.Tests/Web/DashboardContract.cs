using System.Text.Json;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Tests.Reports;

namespace ExperimentTracker.Tests.Web;

public sealed class DashboardOfAFileStore() : DashboardContract(StoreUnderTest.InAFile());

[NeedsPostgres]
public sealed class DashboardOnPostgres() : DashboardContract(StoreUnderTest.OnPostgres());

/// <summary>The API over a store of each engine. The expected values are those that the test wrote.</summary>
public abstract class DashboardContract(StoreUnderTest underTest) : IDisposable
{
    private readonly DashboardUnderTest dashboard = new(underTest);

    private static CancellationToken None => CancellationToken.None;

    private IExperimentStore Store => dashboard.Store;

    public void Dispose()
    {
        dashboard.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_store_is_described()
    {
        JsonElement store = await dashboard.GetAsync("api/store");
        Assert.Equal(Store.Id, store.At("id").GetString());
        Assert.Equal(Store.Path, store.At("address").GetString());
        Assert.Equal("1.2.3", store.At("moduleVersion").GetString());
        Assert.False(store.At("allowChanges").GetBoolean());
        Assert.False(store.TryGetProperty("changeSecret", out _));
    }

    [Fact]
    public async Task Home_counts_the_runs_of_live_experiments_by_status()
    {
        Experiment sweep = Store.NewExperiment("sweep"), gone = Store.NewExperiment("gone");
        Store.End(Store.NewRun(gone));
        Store.Experiments.Remove([gone.Id], None);
        Run[] runs = [.. Enumerable.Range(0, 6).Select(_ => Store.NewRun(sweep))];
        Store.End(runs[0]);
        Store.End(runs[1], RunStatus.Failed);
        Store.End(runs[2], RunStatus.Failed);
        Store.End(runs[3]);
        Store.Runs.Remove([runs[3].Id], None);
        Assert.Equal(
            [(sweep.Id, RunStatus.Running, 2L), (sweep.Id, RunStatus.Succeeded, 1L), (sweep.Id, RunStatus.Failed, 2L)],
            Store.Runs.Totals(None).Select(t => (t.ExperimentId, t.Status, t.Runs)));

        JsonElement home = await dashboard.GetAsync("api/home");
        JsonElement experiment = Assert.Single(home.Items("experiments"));
        Assert.Equal(("sweep", 5, 2, 2, 1), (experiment.At("name").GetString(), Number("runs"), Number("running"), Number("failed"), Number("succeeded")));
        Assert.Equal([runs[5].Id, runs[4].Id], home.Texts("running", "id"));
        Assert.Equal([runs[2].Id, runs[1].Id], home.Texts("failures", "id"));
        Assert.Equal((5, 2, 2), (home.At("counts.runs").GetInt32(), home.At("counts.running").GetInt32(), home.At("counts.failed24h").GetInt32()));

        int Number(string name) => experiment.At(name).GetInt32();
    }

    [Theory]
    [InlineData("p:lr", false, "0 1 2 3 4")]
    [InlineData("p:lr", true, "3 2 1 0 4")]
    [InlineData("m:loss", false, "3 1 0 2 4")]
    [InlineData("m:loss:min", true, "2 0 1 3 4")]
    [InlineData("m:loss:best", false, "3 1 0 2 4")]
    [InlineData("number", true, "4 3 2 1 0")]
    [InlineData("created", true, "4 3 2 1 0")]
    [InlineData("t:team", false, "0 3 1 2 4")]
    public async Task Runs_are_ordered_with_missing_values_last_and_paged(string order, bool descending, string expected)
    {
        Run[] runs = Five();
        string query = $"api/runs?order={order}&descending={(descending ? 1 : 0)}&count=2";
        var found = new List<string>();
        for (int offset = 0; offset < 6; offset += 2) found.AddRange((await dashboard.GetAsync($"{query}&offset={offset}")).Texts("rows", "id"));
        string[] wanted = [.. expected.Split(' ').Select(i => runs[int.Parse(i, System.Globalization.CultureInfo.InvariantCulture)].Id)];

        // Runs without the value are sorted newest first, and there may be several.
        Assert.Equal(wanted, order == "t:team" ? [.. found.Take(1), .. found.Skip(1).Take(1), .. found.Skip(2).Order(StringComparer.Ordinal).OrderBy(id => Array.IndexOf(wanted, id))] : found);
        Assert.Equal(5, (await dashboard.GetAsync($"{query}&offset=4")).At("total").GetInt32());
    }

    [Fact]
    public async Task Runs_are_searched_narrowed_and_shown_with_the_chosen_columns()
    {
        Run[] runs = Five();
        Assert.Equal([runs[2].Id, runs[1].Id, runs[0].Id], (await dashboard.GetAsync("api/runs?search=ADAM")).Texts("rows", "id"));
        Assert.Equal([runs[0].Id], (await dashboard.GetAsync("api/runs?search=adam%20red")).Texts("rows", "id"));
        Assert.Equal([runs[4].Id], (await dashboard.GetAsync("api/runs?status=Failed,Killed")).Texts("rows", "id"));
        Assert.Equal(5, (await dashboard.GetAsync($"api/runs?experiment={runs[0].ExperimentId}")).Items("rows").Length);
        Assert.Empty((await dashboard.GetAsync($"api/runs?experiment={Store.NewExperiment().Id}")).Items("rows"));
        JsonElement row = (await dashboard.GetAsync("api/runs?columns=p:lr,m:loss&order=number&descending=0&count=1")).Items("rows")[0];
        Assert.Equal("{\"lr\":0.1}", row.At("parameters").GetRawText());
        Assert.Equal("{}", row.At("tags").GetRawText());
        Assert.Equal((3.0, 2L, 2.0, 7.0), (row.At("metrics.loss.last").GetDouble(), row.At("metrics.loss.lastStep").GetInt64(), row.At("metrics.loss.min").GetDouble(), row.At("metrics.loss.max").GetDouble()));
        Store.Runs.Remove([runs[0].Id], None);
        Assert.Equal([runs[0].Id], (await dashboard.GetAsync("api/runs?removed=1")).Texts("rows", "id"));
        Assert.Equal("RequestInvalid", (await dashboard.GetAsync("api/runs?order=nonsense", 400)).At("error.id").GetString());
        Assert.Equal("RequestInvalid", (await dashboard.GetAsync("api/runs?count=501", 400)).At("error.id").GetString());
        Assert.Equal("ExperimentNotFound", (await dashboard.GetAsync("api/runs?experiment=nope", 404)).At("error.id").GetString());
    }

    [Fact]
    public async Task Columns_and_values_that_JSON_lacks()
    {
        Run run = Store.NewRun(new RunDraft
        {
            ExperimentId = Store.NewExperiment().Id, Start = true,
            Parameters = StoreSteps.Named(("big", long.MaxValue), ("nan", double.NaN), ("map", StoreSteps.Named(("inner", 1L))), ("flag", true), ("none", null)),
            Tags = StoreSteps.Named(("bare", null)),
        });
        Store.Log(run, "x", double.PositiveInfinity, double.NaN);
        Store.LogAt(run, "x", [], [1], label: "cat");
        JsonElement row = (await dashboard.GetAsync("api/runs")).Items("rows").Single();
        Assert.Equal(long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture), row.At("parameters.big").GetString());
        Assert.Equal("NaN", row.At("parameters.nan").GetString());
        Assert.Equal(1, row.At("parameters").GetProperty("map.inner").GetInt32());
        Assert.True(row.At("parameters.flag").GetBoolean());
        Assert.Equal(JsonValueKind.Null, row.At("parameters.none").ValueKind);
        Assert.Equal(JsonValueKind.Null, row.At("tags.bare").ValueKind);
        Assert.Equal("NaN", row.At("metrics.x.last").GetString());
        JsonElement columns = await dashboard.GetAsync("api/columns");
        Assert.Equal(["big", "flag", "map.inner", "nan", "none"], columns.Texts("parameters", "name"));
        Assert.Equal(["x", "x[cat]"], columns.Texts("metrics", "name"));
        Assert.Equal(["bare"], columns.Texts("tags", "name"));
    }

    [Fact]
    public async Task Hostile_names_arrive_as_they_are()
    {
        (Run run, string[] names) = ReportStore.Hostile(Store);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in new[] { $"api/run/{run.Id}", "api/home", "api/columns", "api/models", "api/runs" }) Collect(await dashboard.GetAsync(path));

        // A name can be a part of a path or of a message, and the unit and the label of a metric are too.
        string all = string.Join('\n', found);
        Assert.All(names, name => Assert.Contains(name, all, StringComparison.Ordinal));

        void Collect(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String: found.Add(element.GetString()!); break;
                case JsonValueKind.Array: foreach (JsonElement item in element.EnumerateArray()) Collect(item); break;
                case JsonValueKind.Object:
                    foreach (JsonProperty member in element.EnumerateObject())
                    {
                        found.Add(member.Name);
                        Collect(member.Value);
                    }

                    break;
            }
        }
    }

    [Fact]
    public async Task Curves_have_the_points_that_were_written()
    {
        Run run = Store.NewRun();
        double[] values = [.. Enumerable.Range(0, 3000).Select(i => Math.Sin(i / 100.0))];
        values[1234] = 9;
        Store.LogAt(run, "x", [.. Enumerable.Range(0, 3000).Select(i => 2L * i)], values);
        Store.LogAt(run, "x", [1, 2], [double.NaN, 5], label: "a");
        JsonElement[] all = (await dashboard.PostAsync("api/curves", new { points = 5000, times = true, series = new[] { new { run = run.Id, metric = "x" }, new { run = run.Id, metric = "x[a]" }, new { run = run.Id, metric = "y" } } })).Items("series");
        Assert.Equal(values, all[0].Items("values").Select(v => v.GetDouble()));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => 2L * i), all[0].Items("steps").Select(v => v.GetInt64()));
        Assert.Equal(3000, all[0].Items("times").Length);
        Assert.False(all[0].At("thinned").GetBoolean());
        Assert.Equal(["NaN", "5"], all[1].Items("values").Select(v => v.ToString()));
        Assert.Equal(0, all[2].At("count").GetInt32());

        JsonElement thin = (await dashboard.PostAsync("api/curves", new { points = 100, series = new[] { new { run = run.Id, metric = "x" } } })).Items("series")[0];
        Assert.True(thin.At("thinned").GetBoolean());
        Assert.Equal(3000, thin.At("count").GetInt32());
        double[] kept = [.. thin.Items("values").Select(v => v.GetDouble())];
        Assert.InRange(kept.Length, 50, 100);
        Assert.Equal((values[0], values[^1], 9.0, values.Min()), (kept[0], kept[^1], kept.Max(), kept.Min()));

        JsonElement rest = (await dashboard.PostAsync("api/curves", new { points = 100, series = new[] { new { run = run.Id, metric = "x", from = 5994 } } })).Items("series")[0];
        Assert.Equal([5994, 5996, 5998], rest.Items("steps").Select(v => v.GetInt64()));
        Assert.False(rest.At("thinned").GetBoolean());
        await dashboard.PostAsync("api/curves", new { series = new[] { new { run = run.Id } } }, 400);
    }

    [Fact]
    public async Task Distributions_have_the_bins_that_were_added_or_fewer()
    {
        Run run = Store.NewRun();
        double[] edges = [.. Enumerable.Range(0, 9).Select(i => i / 8.0)];
        for (int step = 0; step < 20; step++) Add("layer/weights", step, BinnedValues.OfCounts([.. Enumerable.Range(0, 8).Select(bin => (long)(bin * step))], edges));
        Add("odd, % key", 7, BinnedValues.Of([0, double.NaN, 1, 1, double.PositiveInfinity, 5], [0, 1, 2]));
        Add("nothing", 7, BinnedValues.Of([double.NaN]));
        Assert.Equal(["layer/weights", "nothing", "odd, % key"], (await dashboard.GetAsync($"api/run/{run.Id}")).Items("distributions").Select(key => key.GetString()));

        JsonElement all = await dashboard.GetAsync($"api/run/{run.Id}/distributions?key=LAYER/weights");
        Assert.Equal(("layer/weights", 20, 20), (all.At("key").GetString(), all.At("count").GetInt32(), all.Items("steps").Length));
        Assert.Equal(edges, all.Items("steps")[3].Items("edges").Select(edge => edge.GetDouble()));
        Assert.Equal([0, 3, 6, 9, 12, 15, 18, 21], all.Items("steps")[3].Items("counts").Select(count => count.GetInt32()));
        Assert.False(all.Items("steps")[3].TryGetProperty("mean", out _));

        JsonElement fewer = await dashboard.GetAsync($"api/run/{run.Id}/distributions?key=layer/weights&steps=4&bins=3");
        Assert.Equal(["0", "8", "16", "19"], fewer.Texts("steps", "step"));
        Assert.Equal(20, fewer.At("count").GetInt32());
        Assert.Equal([0, 0.375, 0.75, 1], fewer.Items("steps")[1].Items("edges").Select(edge => edge.GetDouble()));
        Assert.Equal([8 * 3, 8 * 12, 8 * 13], fewer.Items("steps")[1].Items("counts").Select(count => count.GetInt32()));

        JsonElement odd = (await dashboard.GetAsync($"api/run/{run.Id}/distributions?key={Uri.EscapeDataString("odd, % key")}")).Items("steps").Single();
        Assert.Equal((6, 1, 1, 1), (odd.At("count").GetInt32(), odd.At("nan").GetInt32(), odd.At("infinite").GetInt32(), odd.At("outside").GetInt32()));
        Assert.Equal((0, 5, 1.75), (odd.At("min").GetDouble(), odd.At("max").GetDouble(), odd.At("mean").GetDouble()));
        Assert.Empty((await dashboard.GetAsync($"api/run/{run.Id}/distributions?key=nothing")).Items("steps").Single().Items("counts"));
        Assert.Equal("DistributionNotFound", (await dashboard.GetAsync($"api/run/{run.Id}/distributions?key=nope", 404)).At("error.id").GetString());
        await dashboard.GetAsync($"api/run/{run.Id}/distributions", 400);
        await dashboard.GetAsync($"api/run/{run.Id}/distributions?key=nothing&steps=1", 400);
        await dashboard.GetAsync("api/run/nope/distributions?key=nothing", 404);

        void Add(string key, long step, BinnedValues values) => Store.Distributions.Add([new() { RunId = run.Id, Key = key, Step = step, Ticks = 1, Values = values }], None);
    }

    [Fact]
    public async Task A_run_has_its_lineage_both_ways()
    {
        Experiment experiment = Store.NewExperiment();
        Run first = Store.NewRun(experiment), child = Store.NewRun(experiment, parent: first), user = Store.NewRun(experiment), other = Store.NewRun(experiment);
        Artifact artifact = Store.AddText(first, "model.txt", "weights");
        ArtifactIntake.AddText(Store, StoreSteps.DraftOf(first, "samples.txt") with { Step = 700 }, "at a step", None);
        Model model = Store.Models.Create([new ModelDraft { Name = "net", ProjectId = experiment.ProjectId }], None)[0];
        ModelVersion version = Store.Models.Register([new ModelVersionDraft { ModelId = model.Id, RunId = first.Id, ArtifactId = artifact.Id }], None)[0];
        Store.Inputs.Add(user.Id, RunInputKind.Artifact, artifact.Id, "base", None);
        Store.Inputs.Add(other.Id, RunInputKind.ModelVersion, version.Id, null, None);
        Store.Logs.Add([.. Enumerable.Range(0, 3).Select(i => new RunLogDraft { RunId = first.Id, Message = $"line {i}", Ticks = i })], None);
        Assert.Equal([user.Id, other.Id], Store.Inputs.UsesOf(first.Id, None).Select(u => u.RunId));
        Assert.Equal((3L, 0L), (Store.Logs.Count(first.Id, None), Store.Logs.Count(user.Id, None)));

        JsonElement made = await dashboard.GetAsync($"api/run/{first.Id}");
        Assert.Equal([user.Id, other.Id], made.Items("usedBy").Select(u => u.At("run.id").GetString()));
        Assert.Equal([child.Id], made.Texts("children", "id"));
        Assert.Equal(("model.txt", "text"), (made.Items("artifacts")[0].At("key").GetString(), made.Items("artifacts")[0].At("kind").GetString()));
        Assert.Equal(("samples.txt", 700), (made.Items("artifacts")[1].At("key").GetString(), made.Items("artifacts")[1].At("step").GetInt32()));
        Assert.Equal("net", made.Items("modelVersions")[0].At("model").GetString());
        Assert.Equal(3, made.At("logCount").GetInt32());
        Assert.Equal([first.Id], (await dashboard.GetAsync($"api/run/{child.Id}")).Texts("ancestors", "id"));
        JsonElement input = (await dashboard.GetAsync($"api/run/{user.Id}")).Items("inputs").Single();
        Assert.Equal(("base", "Artifact", first.Id, "model.txt"), (input.At("role").GetString(), input.At("kind").GetString(), input.At("run").GetString(), input.At("artifact").GetString()));
        Assert.Equal(first.Id, (await dashboard.GetAsync($"api/run/{other.Id}")).Items("inputs").Single().At("run").GetString());
        Assert.Equal("RunNotFound", (await dashboard.GetAsync("api/run/nope", 404)).At("error.id").GetString());
    }

    [Fact]
    public async Task Models_have_their_versions_and_the_changes_of_their_stages()
    {
        Run run = Store.NewRun();
        Store.Log(run, "acc", 0.5);
        Model model = Store.Models.Create([new ModelDraft { Name = "net", ProjectId = Store.Experiments.Query(new() { Ids = [run.ExperimentId] }, None)[0].ProjectId }], None)[0];
        ModelVersion[] versions = [.. Enumerable.Range(0, 2).SelectMany(_ => Store.Models.Register([new ModelVersionDraft { ModelId = model.Id, RunId = run.Id }], None))];
        foreach (ModelVersion version in versions) Store.Models.UpdateVersion(version.Id, new() { Stage = ModelStage.Production, Reason = "better", Actor = "me" }, None);
        JsonElement listed = (await dashboard.GetAsync("api/models")).Items("models").Single();
        Assert.Equal(("net", 2, 2, run.Id), (listed.At("name").GetString(), listed.At("versions").GetInt32(), listed.At("production.version").GetInt32(), listed.At("production.run").GetString()));
        JsonElement one = await dashboard.GetAsync($"api/models/{model.Id}");
        Assert.Equal(["2 Production", "1 Archived"], one.Items("versions").Select(v => $"{v.At("version")} {v.At("stage")}"));
        Assert.Equal(0.5, one.Items("versions")[0].At("metrics.acc.last").GetDouble());
        Assert.Contains("1 Production Archived", one.Items("changes").Select(c => $"{c.At("version")} {(c.TryGetProperty("from", out JsonElement from) ? from.GetString() : "")} {c.At("to")}"));
        Assert.Equal("ModelNotFound", (await dashboard.GetAsync("api/models/nope", 404)).At("error.id").GetString());
    }

    [Fact]
    public async Task The_log_is_read_from_its_end_and_then_from_the_cursor()
    {
        Run run = Store.NewRun();
        Add(0, 10);
        JsonElement end = await dashboard.GetAsync($"api/run/{run.Id}/log?last=3");
        Assert.Equal(["line 7", "line 8", "line 9"], end.Texts("entries", "text"));
        Assert.True(end.At("more").GetBoolean());
        string cursor = end.At("cursor").GetString()!;
        Assert.Empty((await dashboard.GetAsync($"api/run/{run.Id}/log?after={cursor}")).Items("entries"));
        Add(10, 3);
        JsonElement next = await dashboard.GetAsync($"api/run/{run.Id}/log?after={cursor}&streams=odd&search=LINE");
        Assert.Equal(["line 11"], next.Texts("entries", "text"));
        Assert.Empty((await dashboard.GetAsync($"api/run/{run.Id}/log?after={next.At("cursor")}&streams=odd&search=LINE")).Items("entries"));

        void Add(int first, int count) => Store.Logs.Add([.. Enumerable.Range(first, count).Select(i => new RunLogDraft { RunId = run.Id, Message = $"line {i}", Stream = i % 2 == 0 ? "even" : "odd", Ticks = i })], None);
    }

    [Fact]
    public async Task Runs_are_compared_and_the_best_is_named()
    {
        Run[] runs = Five();
        JsonElement compared = await dashboard.PostAsync("api/compare", new { runs = new[] { runs[0].Id, runs[1].Id, runs[3].Id } });
        JsonElement lr = compared.Items("parameters").Single(p => p.At("name").GetString() == "lr");
        Assert.True(lr.At("differs").GetBoolean());
        Assert.Equal([0.1, 0.2, 0.4], lr.Items("values").Select(v => v.GetDouble()));
        JsonElement loss = compared.Items("metrics").Single(p => p.At("name").GetString() == "loss");
        Assert.Equal((2, "Minimize"), (loss.At("best").GetInt32(), loss.At("goal").GetString()));
        Assert.Equal("TooFewRuns", (await dashboard.PostAsync("api/compare", new { runs = new[] { runs[0].Id } }, 400)).At("error.id").GetString());
    }

    [Fact]
    public async Task CSV_has_all_runs_and_no_formula()
    {
        Run[] runs = Five();
        Store.Runs.Update(runs[0].Id, new RunChange { Description = "=1+1, \"x\"" }, None);
        string text = await dashboard.Client.GetStringAsync("api/runs.csv?order=number&descending=0&columns=p:lr,m:loss");
        string[] lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.EndsWith(",Description,Parameters.lr,Metrics.loss", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",\"'=1+1, \"\"x\"\"\",0.1,3", lines[1], StringComparison.Ordinal);
        Assert.Contains(runs[4].Id, lines[5], StringComparison.Ordinal);
        Assert.Contains("Tags.team", (await dashboard.Client.GetStringAsync("api/runs.csv")).Split("\r\n")[0], StringComparison.Ordinal);
    }

    // lr 0.1 0.2 0.3 0.4 and none; loss 3 2 5 1 and none; team red, none, none, blue … as the tests name them.
    private Run[] Five()
    {
        Experiment experiment = Store.NewExperiment();
        double[] last = [3, 2, 5, 1], lowest = [2, 1.5, 4, 1];
        return [.. Enumerable.Range(0, 5).Select(i =>
        {
            (string, object?)[] parameters = i == 4 ? [] : [("lr", (i + 1) / 10.0), ("optimizer", i < 3 ? "adam" : "sgd")];
            (string, object?)[] tags = i switch { 0 => [("team", "blue red")], 3 => [("team", "green")], _ => [] };
            Run run = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Start = true, Parameters = StoreSteps.Named(parameters), Tags = StoreSteps.Named(tags) });
            if (i < 4) Store.Metrics.Append([new() { RunId = run.Id, Key = "loss", Goal = MetricGoal.Minimize, Values = new[] { 7, lowest[i], last[i] }, Ticks = new[] { 1L } }], None);
            return Store.End(run, i == 4 ? RunStatus.Failed : RunStatus.Succeeded);
        })];
    }
}
