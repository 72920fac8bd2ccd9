using System.Text.Json;

namespace ExperimentTracker.Tests.Interop;

/// <summary>The samples of mlflow-export-import are compared with their JSON, read here by a few lines.</summary>
public sealed class MLflowExportTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();

    public void Dispose() => store.Dispose();

    [Theory]
    [InlineData("single/experiments/basic", 1, 1, 0)]
    [InlineData("single/experiments/src_tags", 1, 1, 0)]
    [InlineData("single/models/basic", 0, 0, 3)]
    [InlineData("single/models/src_tags", 0, 0, 3)]
    [InlineData("bulk/experiments", 2, 3, 0)]
    [InlineData("bulk", 2, 4, 2)]
    public void Every_run_of_the_sample_is_there_with_its_values(string sample, int experiments, int runs, int versions)
    {
        string path = Imports.Sample(["mlflow-export", .. sample.Split('/')]);
        store.Store.Import(path);
        Assert.Equal((experiments, runs, versions), (store.Store.Experiments.Query(new(), None).Count, store.Store.Runs.Query(new(), None).Count(), store.Store.Models.Versions(new(), None).Count));
        foreach (string file in Directory.EnumerateFiles(path, "run.json", SearchOption.AllDirectories).OrderBy(f => f, StringComparer.Ordinal).DistinctBy(IdOf))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            JsonElement json = document.RootElement.GetProperty("mlflow"), info = json.GetProperty("info");
            string id = info.GetProperty("run_id").GetString()!;
            Run run = store.Store.Runs.Query(new() { Ids = [id] }, None).Single();
            Assert.Equal((info.GetProperty("run_name").GetString(), RunStatus.Succeeded), (run.Name, run.Status));
            Assert.Equal((info.GetProperty("start_time").GetInt64(), info.GetProperty("end_time").GetInt64()), (Milliseconds(run.StartedAtUtc!.Value), Milliseconds(run.EndedAtUtc!.Value)));
            Assert.Equal(json.GetProperty("params").EnumerateObject().Select(p => $"{p.Name}={p.Value}").Order(StringComparer.Ordinal), run.Parameters.Pairs.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
            Assert.Equal(
                json.GetProperty("metrics").EnumerateObject().SelectMany(m => m.Value.EnumerateArray().Select(p => Imports.Point(m.Name, p.GetProperty("step").GetInt64(), p.GetProperty("value").GetDouble(), p.GetProperty("timestamp").GetInt64()))).Order(StringComparer.Ordinal),
                store.Store.PointsOf(id));
            string[] fields = ["mlflow.runName", "mlflow.user", "mlflow.source.name", "mlflow.source.git.commit"];
            Assert.Equal(json.GetProperty("tags").EnumerateObject().Where(t => !fields.Contains(t.Name)).Select(t => $"{t.Name}={t.Value}").Order(StringComparer.Ordinal), run.Tags.Pairs.Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
            Assert.Equal(json.GetProperty("tags").GetProperty("mlflow.source.git.commit").GetString(), run.Origin.GitCommit);
        }

        store.Store.AssertSecondImportChangesNothing(path);
    }

    [Fact]
    public void A_registered_model_has_its_stages_aliases_and_descriptions()
    {
        MergeResult result = store.Store.Import(Imports.Sample("mlflow-export", "single", "models", "basic"));
        ModelVersion[] versions = [.. store.Store.Models.Versions(new(), None).OrderBy(v => v.Version)];
        Assert.Equal([ModelStage.Production, ModelStage.Staging, ModelStage.None], versions.Select(v => v.Stage));
        Assert.Equal(["good-to-go", "about-ready", "just-in-case"], versions.Select(v => v.Aliases.Single()));
        Assert.Equal("v2 Staging - wine", versions[1].Description);
        Assert.Equal("d583ca20513841749b26907cb2d3952b", versions[0].Tags["mlflow.runId"]);
        Assert.Empty(result.Skipped);
    }

    private static string IdOf(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.GetProperty("mlflow").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    private static long Milliseconds(DateTime time) => new DateTimeOffset(time).ToUnixTimeMilliseconds();
}
