using System.Text.Json;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Web.Mlflow;

public sealed class MlflowOfAFileStore() : MlflowContract(StoreUnderTest.InAFile());

[NeedsPostgres]
public sealed class MlflowOnPostgres() : MlflowContract(StoreUnderTest.OnPostgres());

/// <summary>What a client of MLflow writes is in the store, and what is in the store is what a client reads.</summary>
public abstract class MlflowContract(StoreUnderTest underTest) : IDisposable
{
    private readonly MlflowClient client = new(underTest);

    private static CancellationToken None => CancellationToken.None;

    private IExperimentStore Store => client.Store;

    public void Dispose()
    {
        client.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Experiments_live_are_deleted_and_restored()
    {
        string id = (await client.PostAsync("experiments/create", new { name = "iris", tags = new[] { new { key = "team", value = "red" }, new { key = "mlflow.note.content", value = "about" } } })).At("experiment_id").GetString()!;
        Experiment stored = Store.Experiments.Query(new() { Ids = [id] }, None).Single();
        Assert.Equal(("iris", "Default", "about", "red"), (stored.Name, stored.Project, stored.Description, stored.Tags["team"]));

        JsonElement read = await client.GetAsync($"experiments/get?experiment_id={id}");
        Assert.Equal(("iris", "active", $"mlflow-artifacts:/{id}"), (read.At("experiment.name").GetString(), read.At("experiment.lifecycle_stage").GetString(), read.At("experiment.artifact_location").GetString()));
        Assert.Equal(new() { ["team"] = "red", ["mlflow.note.content"] = "about" }, MlflowClient.Pairs(read, "experiment.tags"));
        Assert.Equal(id, (await client.GetAsync("experiments/get-by-name?experiment_name=iris")).At("experiment.experiment_id").GetString());
        await client.PostAsync("experiments/set-experiment-tag", new { experiment_id = id, key = "team", value = "blue" });
        await client.PostAsync("experiments/update", new { experiment_id = id, new_name = "iris 2" });
        await client.PostAsync("experiments/delete", new { experiment_id = id });
        read = await client.GetAsync("experiments/get-by-name?experiment_name=iris%202");
        Assert.Equal("deleted", read.At("experiment.lifecycle_stage").GetString());
        Assert.Equal("blue", MlflowClient.Pairs(read, "experiment.tags")["team"]);
        Assert.Equal([id], (await client.GetAsync("experiments/search?view_type=DELETED_ONLY")).Texts("experiments", "experiment_id"));
        Assert.False((await client.PostAsync("experiments/search", new { max_results = 5 })).TryGetProperty("experiments", out _));
        await client.PostAsync("experiments/restore", new { experiment_id = id });
        Assert.Equal(["iris 2"], (await client.PostAsync("experiments/search", new { filter = "tags.team = 'blue' AND name LIKE 'iris%'" })).Texts("experiments", "name"));
    }

    [Fact]
    public async Task Experiments_of_other_projects_have_the_project_in_their_names_and_the_default_one_is_made_when_it_is_used()
    {
        Project other = Store.Projects.Create([new() { Name = "vision" }], None)[0];
        Experiment experiment = Store.Experiments.Create([new() { Name = "iris", ProjectId = other.Id }], None)[0];
        Assert.Equal("vision/iris", (await client.GetAsync($"experiments/get?experiment_id={experiment.Id}")).At("experiment.name").GetString());
        Assert.Equal(experiment.Id, (await client.GetAsync("experiments/get-by-name?experiment_name=vision/iris")).At("experiment.experiment_id").GetString());
        string own = await client.ExperimentAsync("iris");
        Assert.NotEqual(experiment.Id, own);

        string run = await client.RunAsync("0");
        string id = (await client.GetAsync("experiments/get?experiment_id=0")).At("experiment.experiment_id").GetString()!;
        Assert.Equal("Default", Store.Experiments.Query(new() { Ids = [id] }, None).Single().Name);
        Assert.Equal([run], (await client.PostAsync("runs/search", new { experiment_ids = new[] { "0" } })).Items("runs").Select(r => r.At("info.run_id").GetString()));
    }

    [Fact]
    public async Task A_run_is_written_and_read_with_everything()
    {
        string experiment = await client.ExperimentAsync("iris");
        string parent = await client.RunAsync(experiment, name: "sweep");
        object[] tags =
        [
            new { key = "mlflow.parentRunId", value = parent }, new { key = "mlflow.note.content", value = "a note" }, new { key = "mlflow.source.name", value = "train.py" },
            new { key = "mlflow.source.git.commit", value = "abc" }, new { key = "team", value = "Zürich 🐟" },
        ];
        string id = await client.RunAsync(experiment, tags, "first");
        Assert.Equal(32, id.Length);
        await client.PostAsync("runs/log-parameter", new { run_id = id, run_uuid = id, key = "lr", value = "0.01" });
        await client.PostAsync("runs/log-metric", new { run_id = id, key = "loss", value = 0.5, timestamp = 1_700_000_000_123, step = 0 });
        await client.PostAsync("runs/log-metric", """{"run_id": "%", "key": "loss", "value": NaN, "timestamp": "1700000000124", "step": "7"}""".Replace("%", id, StringComparison.Ordinal));
        await client.PostAsync("runs/log-batch", new
        {
            run_id = id,
            metrics = new object[] { new { key = "val/acc", value = "Infinity", timestamp = 5, step = 1 }, new { key = "loss", value = -0.25, timestamp = 1_700_000_000_125, step = 8 } },
            @params = new[] { new { key = "layers", value = "[1, 2]" }, new { key = "epochs", value = "3" }, new { key = "shuffle", value = "True" } },
            tags = new[] { new { key = "mlflow.runName", value = "renamed" } },
        });
        await client.PostAsync("runs/update", new { run_id = id, status = "FINISHED", end_time = 1_700_000_500_000 });

        Run stored = Store.Runs.Query(new() { Ids = [Guid.Parse(id).ToString()] }, None).Single();
        Assert.Equal(("renamed", RunStatus.Succeeded, Guid.Parse(parent).ToString(), "a note"), (stored.Name, stored.Status, stored.ParentRunId, stored.Description));
        Assert.Equal(("ann", "train.py", "abc"), (stored.Origin.User, stored.Origin.Script, stored.Origin.GitCommit));
        Assert.Equal((0.01, 3L, true, "[1, 2]"), (stored.Parameters["lr"], stored.Parameters["epochs"], stored.Parameters["shuffle"], stored.Parameters["layers"]));
        Assert.Equal((-0.25, double.PositiveInfinity), (stored.Metrics["loss"], stored.Metrics["val/acc"]));
        MetricSeries loss = Store.Metrics.Read((Metric)stored.MetricStatistics["loss"]!, 0, long.MaxValue, None);
        Assert.Equal([0, 7, 8], loss.Steps);
        Assert.Equal([0.5, double.NaN, -0.25], loss.Values);
        Assert.Equal(DateTime.UnixEpoch.AddMilliseconds(1_700_000_000_124), loss.TimestampsUtc[1]);

        JsonElement read = (await client.GetAsync($"runs/get?run_id={id}")).At("run");
        Assert.Equal((id, "FINISHED", "active", experiment, "ann"), (read.At("info.run_id").GetString(), read.At("info.status").GetString(), read.At("info.lifecycle_stage").GetString(), read.At("info.experiment_id").GetString(), read.At("info.user_id").GetString()));
        Assert.Equal(1_700_000_500_000, read.At("info.end_time").GetInt64());
        Assert.Equal($"mlflow-artifacts:/{experiment}/{id}/artifacts", read.At("info.artifact_uri").GetString());
        Assert.Equal(new() { ["lr"] = "0.01", ["layers"] = "[1, 2]", ["epochs"] = "3", ["shuffle"] = "True" }, MlflowClient.Pairs(read, "data.params"));
        Assert.Equal(new() { ["loss"] = "-0.25", ["val/acc"] = "Infinity" }, MlflowClient.Pairs(read, "data.metrics"));
        Dictionary<string, string> written = MlflowClient.Pairs(read, "data.tags");
        Assert.Equal(("renamed", parent, "a note", "train.py", "Zürich 🐟"), (written["mlflow.runName"], written["mlflow.parentRunId"], written["mlflow.note.content"], written["mlflow.source.name"], written["team"]));
        Assert.Equal([id], (await client.PostAsync("runs/search", new { experiment_ids = new[] { experiment }, filter = $"tags.mlflow.parentRunId = '{parent}'" })).Items("runs").Select(r => r.At("info.run_id").GetString()));

        JsonElement history = await client.GetAsync($"metrics/get-history?run_id={id}&metric_key=loss&max_results=2");
        Assert.Equal(["0.5", "NaN"], history.Texts("metrics", "value"));
        history = await client.GetAsync($"metrics/get-history?run_id={id}&metric_key=loss&max_results=2&page_token={Uri.EscapeDataString(history.At("next_page_token").GetString()!)}");
        Assert.Equal(("-0.25", "8"), (history.Texts("metrics", "value").Single(), history.Texts("metrics", "step").Single()));
        Assert.False(history.TryGetProperty("next_page_token", out _));
        Assert.Equal(["0", "7", "8"], (await client.GetAsync($"metrics/get-history-bulk-interval?run_ids={id}&run_ids={parent}&metric_key=loss")).Texts("metrics", "step"));
    }

    [Fact]
    public async Task A_run_of_a_client_has_no_process_here_and_is_resumed_by_a_client_that_goes_on()
    {
        string id = await client.RunAsync(await client.ExperimentAsync("iris"));
        Assert.Equal(0, Store.Runs.KillOrphanedRuns(None));
        Assert.Null(Find(id).Origin.Process);
        await client.PostAsync("runs/update", new { run_id = id, status = "FAILED" });

        // A client that logs to a run after its end leaves it as it was.
        await client.PostAsync("runs/log-metric", new { run_id = id, key = "late", value = 1, timestamp = 1 });
        Assert.Equal((RunStatus.Failed, 1.0), (Find(id).Status, Find(id).Metrics["late"]));
        Assert.Contains(Store.Runs.History([Find(id).Id], None), change => change.To == RunStatus.Running && change.Reason?.Contains("after its end", StringComparison.Ordinal) is true);
        await client.PostAsync("runs/update", new { run_id = id, status = "RUNNING" });
        Assert.Equal((RunStatus.Running, null), (Find(id).Status, Find(id).Origin.Process));
        await client.PostAsync("runs/update", new { run_id = id, status = "KILLED" });
        Assert.Equal(RunStatus.Killed, Find(id).Status);

        Run pending = Store.Runs.Create([new RunDraft { ExperimentId = Find(id).ExperimentId, Id = "my run" }], None)[0];
        Assert.Equal("SCHEDULED", (await client.GetAsync("runs/get?run_id=my%20run")).At("run.info.status").GetString());
        await client.PostAsync("runs/log-metric", new { run_id = pending.Id, key = "x", value = 1, timestamp = 1 });
        Assert.Equal(RunStatus.Running, Find(pending.Id).Status);
        await client.PostAsync("runs/delete", new { run_id = pending.Id });
        Assert.Equal("deleted", (await client.GetAsync("runs/get?run_id=my%20run")).At("run.info.lifecycle_stage").GetString());
        Assert.Equal("INVALID_PARAMETER_VALUE", (await client.PostAsync("runs/log-metric", new { run_id = pending.Id, key = "x", value = 1, timestamp = 2 }, 400)).At("error_code").GetString());
        await client.PostAsync("runs/restore", new { run_id = pending.Id });
        Assert.Equal(RunStatus.Cancelled, Find(pending.Id).Status);
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_is_written_once()
    {
        string id = await client.RunAsync(await client.ExperimentAsync("iris"));
        object batch = new { run_id = id, metrics = new[] { new { key = "loss", value = 1.5, timestamp = 7, step = 3 } }, tags = new[] { new { key = "state", value = "a" } } };
        await client.PostAsync("runs/log-batch", batch);
        await client.PostAsync("runs/set-tag", new { run_id = id, key = "state", value = "b" });
        await client.PostAsync("runs/log-batch", batch);
        Assert.Equal((1L, "a"), (((Metric)Find(id).MetricStatistics["loss"]!).Count, Find(id).Tags["state"]));
    }

    [Fact]
    public async Task Datasets_are_inputs_with_their_context()
    {
        string experiment = await client.ExperimentAsync("iris"), first = await client.RunAsync(experiment), second = await client.RunAsync(experiment);
        await Log(first, "d1", "training");
        await Log(second, "d2", "test");
        JsonElement input = (await client.GetAsync($"runs/get?run_id={second}")).Items("run.inputs.dataset_inputs").Single();
        Assert.Equal(("flowers", "d2", "{\"n\":150}", "test"), (input.At("dataset.name").GetString(), input.At("dataset.digest").GetString(), input.At("dataset.profile").GetString(), input.Items("tags")[0].At("value").GetString()));
        Assert.Equal("training", Store.Inputs.List([Find(first).Id], None).Single().Role);
        foreach (string filter in new[] { "dataset.digest = 'd1'", "datasets.context IN ('training', 'x') AND dataset.name = 'flowers'" })
            Assert.Equal([first], (await client.PostAsync("runs/search", new { experiment_ids = new[] { experiment }, filter })).Items("runs").Select(r => r.At("info.run_id").GetString()));

        Task Log(string run, string digest, string context) => client.PostAsync("runs/log-inputs", new
        {
            run_id = run,
            datasets = new[] { new { dataset = new { name = "flowers", digest, source_type = "http", source = "{}", profile = "{\"n\":150}" }, tags = new[] { new { key = "mlflow.data.context", value = context } } } },
        });
    }

    [Fact]
    public async Task Thirty_two_clients_log_batches_at_once_and_nothing_is_lost()
    {
        const int clients = 32, batches = 8, size = 250;
        string experiment = await client.ExperimentAsync("crowd");
        string[] runs = new string[clients];
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async c =>
        {
            // Two clients log to each run, each to a series of its own and to a shared one.
            if (c % 2 == 0) runs[c] = await client.RunAsync(experiment);
        }));
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async c =>
        {
            for (int b = 0; b < batches; b++)
            {
                var metrics = Enumerable.Range(0, size).Select(i => new { key = i % 2 == 0 ? $"own{c % 2}" : "shared", value = (c * 1e6) + (b * size) + i, timestamp = 1000 + (b * size) + i, step = (b * size) + i });
                await client.PostAsync("runs/log-batch", new { run_id = runs[c - (c % 2)], metrics });
            }
        }));
        for (int c = 0; c < clients; c += 2)
        {
            Run run = Find(runs[c]);
            var expected = new[] { c, c + 1 }.SelectMany(w => Enumerable.Range(0, batches * size).Select(i => (Key: i % size % 2 == 0 ? $"own{w % 2}" : "shared", Value: (w * 1e6) + i))).ToLookup(p => p.Key, p => p.Value);
            Assert.Equal(expected.Select(g => g.Key).Order(StringComparer.Ordinal), run.Metrics.Pairs.Select(p => p.Key).Order(StringComparer.Ordinal));
            foreach (IGrouping<string, double> series in expected)
                Assert.Equal(series.Order(), Store.Metrics.Read((Metric)run.MetricStatistics[series.Key]!, 0, long.MaxValue, None).Values.Order());
        }
    }

    private Run Find(string id) => Store.Runs.Query(new() { Ids = [id, Guid.TryParse(id, out Guid uuid) ? uuid.ToString() : id], Removed = Contracts.Catalog.RemovedFilter.All }, None).Single();
}
