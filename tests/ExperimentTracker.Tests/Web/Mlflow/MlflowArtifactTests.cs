using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Web.Mlflow;

/// <summary>Files of runs and of logged models, through the artifact proxy.</summary>
public sealed class MlflowArtifactTests : IDisposable
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";
    private const string Multipart = "/api/2.0/mlflow-artifacts/mpu";

    private readonly MlflowClient client = new(StoreUnderTest.InAFile());

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Files_are_put_listed_read_replaced_and_deleted()
    {
        (string root, Run run) = await RunAsync();
        Assert.Equal(HttpStatusCode.OK, await client.PutAsync($"{root}/notes.txt", "one"u8.ToArray()));
        Assert.Equal(HttpStatusCode.OK, await client.PutAsync($"{root}/model/MLmodel", "flavors: {}"u8.ToArray()));
        Assert.Equal(HttpStatusCode.OK, await client.PutAsync($"{root}/model/data/ünï%20code.bin", []));
        Assert.Equal(HttpStatusCode.OK, await client.PutAsync($"{root}/notes.txt", "two!"u8.ToArray()));
        Assert.Equal(["model/", "notes.txt 4"], Listed(await client.GetAsync($"{Proxy}?path={root}")));
        Assert.Equal(["MLmodel 11", "data/"], Listed(await client.GetAsync($"{Proxy}?path={root}/model")));
        Assert.Equal(["model/data/ünï code.bin 0"], Listed(await client.GetAsync($"artifacts/list?run_id={run.Id}&path=model/data")));
        Assert.Empty(Listed(await client.GetAsync($"{Proxy}?path={root}/notes.txt")));
        Assert.Equal("two!", await client.Http.GetStringAsync($"{Proxy}/{root}/notes.txt"));
        Artifact stored = client.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default).Single(a => a.Key == "notes.txt");
        Assert.Equal(("text/plain", "two!"), (stored.MediaType, Encoding.UTF8.GetString(ArtifactReader.ReadBytes(client.Store, stored, null, default))));
        await client.SendAsync("DELETE", $"{Proxy}/{root}/model", null);
        Assert.Equal(["notes.txt 4"], Listed(await client.GetAsync($"{Proxy}?path={root}")));
        await client.GetAsync($"{Proxy}/{root}/model/MLmodel", 404);
    }

    [Fact]
    public async Task A_file_that_is_larger_than_what_is_kept_in_memory_arrives_whole()
    {
        (string root, Run run) = await RunAsync();
        byte[] content = RandomNumberGenerator.GetBytes((5 * 1024 * 1024) + 7);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Proxy}/{root}/weights.bin") { Content = new ByteArrayContent(content) };
        request.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.OK, (await client.Http.SendAsync(request)).StatusCode);
        Assert.Equal(ExperimentTracker.Rules.ArtifactRules.DigestOf(SHA256.HashData(content)), client.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default).Single().Digest);
        Assert.Equal(content, await client.Http.GetByteArrayAsync($"{Proxy}/{root}/weights.bin"));
        using HttpClient stranger = client.NewHttp();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PutAsync($"{Proxy}/{root}/other.bin", new ByteArrayContent(content))).StatusCode);
        Assert.Single(client.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default));
    }

    [Fact]
    public async Task A_file_arrives_in_parts_without_the_token_and_in_any_order()
    {
        (string root, Run run) = await RunAsync();
        byte[][] parts = [RandomNumberGenerator.GetBytes(5_300_000), RandomNumberGenerator.GetBytes(1), RandomNumberGenerator.GetBytes(77_777)];
        (string id, string[] addresses) = await BeginAsync($"{root}/deep", "C:\\data\\weights.bin", parts.Length);
        using HttpClient stranger = client.NewHttp();
        var tags = new object[parts.Length];
        foreach (int i in new[] { 2, 0, 1, 0 })
        {
            using HttpResponseMessage reply = await stranger.PutAsync(addresses[i], new ByteArrayContent(i == 0 && tags[0] is null ? [9] : parts[i]));
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            tags[i] = new { part_number = i + 1, etag = reply.Headers.ETag!.Tag, url = addresses[i] };
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.PutAsync(addresses[0][..^1] + "4", new ByteArrayContent([1]))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PutAsync(addresses[0].Replace(id, id[..^1], StringComparison.Ordinal), new ByteArrayContent([1]))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync($"{Proxy}/{root}/deep/weights.bin")).StatusCode);
        object[][] wrong = [[tags[0], tags[1]], [tags[0], tags[1], new { part_number = 3, etag = "\"0\"" }], [.. tags, new { part_number = 4, etag = "\"0\"" }]];
        foreach (object[] some in wrong) await client.PostAsync($"{Multipart}/complete/{root}/deep", new { path = "weights.bin", upload_id = id, parts = some }, 400);
        Assert.Empty(client.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default));

        await client.PostAsync($"{Multipart}/complete/{root}/deep", new { path = "weights.bin", upload_id = id, parts = Enumerable.Reverse(tags) });
        Assert.Equal(parts.SelectMany(part => part), await client.Http.GetByteArrayAsync($"{Proxy}/{root}/deep/weights.bin"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PutAsync(addresses[0], new ByteArrayContent([1]))).StatusCode);
        await client.PostAsync($"{Multipart}/complete/{root}/deep", new { path = "weights.bin", upload_id = id, parts = tags }, 404);
    }

    [Fact]
    public async Task An_upload_that_is_aborted_leaves_nothing()
    {
        (string root, Run run) = await RunAsync();
        (string id, string[] addresses) = await BeginAsync(root, "x.bin", 1);
        using HttpResponseMessage reply = await client.Http.PutAsync(addresses[0], new ByteArrayContent([1]));
        object[] tags = [new { part_number = 1, etag = reply.Headers.ETag!.Tag }];
        await client.PostAsync($"{Multipart}/abort/{root}", new { path = "x.bin", upload_id = id });
        await client.PostAsync($"{Multipart}/abort/{root}", new { path = "x.bin", upload_id = id });
        await client.PostAsync($"{Multipart}/complete/{root}", new { path = "x.bin", upload_id = id, parts = tags }, 404);
        Assert.Empty(client.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default));
        foreach (int parts in new[] { 0, -1, 10_001 }) await client.PostAsync($"{Multipart}/create/{root}", new { path = "x.bin", num_parts = parts }, 400);
        foreach (string name in new[] { "", "a/", ".." }) await client.PostAsync($"{Multipart}/create/{root}/sub", new { path = name, num_parts = 1 }, 400);
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("..%2f..%2fsecret")]
    [InlineData("%2e%2e/secret")]
    [InlineData("a/../../secret")]
    [InlineData("a//b")]
    [InlineData("C:%5cwindows%5cx")]
    [InlineData("a%00b")]
    [InlineData("a%0d%0ab")]
    [InlineData("")]
    [InlineData(".")]
    public async Task Paths_that_lead_elsewhere_are_refused(string path)
    {
        (string root, Run run) = await RunAsync();

        // The client of .NET would resolve the segments itself.
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"http://127.0.0.1:{client.Http.BaseAddress!.Port}{Proxy}/{root}/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = new ByteArrayContent([1]),
        };
        using HttpResponseMessage reply = await client.Http.SendAsync(request);
        Assert.True((int)reply.StatusCode is 400 or 404, $"{(int)reply.StatusCode}");
        Assert.Empty(client.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default));
    }

    [Fact]
    public async Task Artifacts_of_the_module_are_files_for_clients()
    {
        (string root, Run run) = await RunAsync();
        var draft = new ArtifactDraft { OwnerType = RecordType.Run, OwnerId = run.Id, Key = "plot.png" };
        foreach (long step in new long[] { 0, 10 }) ArtifactIntake.AddBytes(client.Store, draft with { Step = step }, [(byte)step], default);
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Sub("data/inner"));
        File.WriteAllText(folder.Sub("data/inner/x.csv"), "1,2");
        ArtifactIntake.AddFolder(client.Store, draft with { Key = "data" }, folder.Sub("data"), null, default);
        Assert.Equal(["data/", "plot@0.png 1", "plot@10.png 1"], Listed(await client.GetAsync($"{Proxy}?path={root}")));
        Assert.Equal(["x.csv 3"], Listed(await client.GetAsync($"{Proxy}?path={root}/data/inner")));
        Assert.Equal("1,2", await client.Http.GetStringAsync($"{Proxy}/{root}/data/inner/x.csv"));
        Assert.Equal([10], await client.Http.GetByteArrayAsync($"{Proxy}/{root}/plot@10.png"));
        await client.GetAsync($"{Proxy}/{root}/data/inner/y.csv", 404);
    }

    [Fact]
    public async Task A_logged_model_has_files_parameters_tags_and_a_status()
    {
        (_, Run run) = await RunAsync();
        JsonElement created = await client.PostAsync("logged-models", new
        {
            experiment_id = run.ExperimentId, name = "net", model_type = "torch", source_run_id = run.Id, @params = new[] { new { key = "depth", value = "3" } }, tags = new[] { new { key = "a", value = "1" } },
        });
        string id = created.At("model.info.model_id").GetString()!, uri = created.At("model.info.artifact_uri").GetString()!;
        Assert.Equal("LOGGED_MODEL_PENDING", created.At("model.info.status").GetString());
        Assert.Equal(HttpStatusCode.OK, await client.PutAsync($"{uri["mlflow-artifacts:/".Length..]}/MLmodel", "m"u8.ToArray()));
        await client.SendAsync("PATCH", $"logged-models/{id}", new { status = "LOGGED_MODEL_READY" });
        await client.SendAsync("PATCH", $"logged-models/{id}/tags", new { tags = new[] { new { key = "b", value = "2" } } });
        await client.PostAsync($"logged-models/{id}/params", new { @params = new[] { new { key = "width", value = "9" } } });
        await client.SendAsync("DELETE", $"logged-models/{id}/tags/a", null);
        await client.PostAsync("runs/outputs", new { run_id = run.Id, models = new[] { new { model_id = id, step = 0 }, new { model_id = "m-2", step = 7 } } });
        await client.PostAsync("runs/outputs", new { run_id = run.Id, models = new[] { new { model_id = id, step = 4 } } });
        JsonElement logged = (await client.GetAsync($"runs/get?run_id={run.Id}")).At("run");
        Assert.Equal([$"{id} 4", "m-2 7"], logged.Items("outputs.model_outputs").Select(output => $"{output.At("model_id")} {output.At("step")}"));
        Assert.DoesNotContain("mlflow.modelOutputs", MlflowClient.Pairs(logged, "data.tags").Keys);
        foreach ((double value, long step) in new[] { (0.5, 1L), (0.25, 2L), (0.75, 1L) })
            await client.PostAsync("runs/log-metric", new { run_id = run.Id, key = "mse", value, timestamp = 10 + step, step, model_id = id, dataset_name = "test" });
        object[] batch = [new { key = "acc", value = 1.0, timestamp = 5, step = 0, model_id = id }, new { key = "own", value = 3.0, timestamp = 5, step = 0 }];
        await client.PostAsync("runs/log-batch", new { run_id = run.Id, metrics = batch });
        await client.PostAsync("runs/log-metric", new { run_id = run.Id, key = "lost", value = 1.0, timestamp = 1, model_id = "m-none" }, 404);
        JsonElement model = (await client.GetAsync($"logged-models/{id}")).At("model");
        Assert.Equal(["acc 1 0 ", "mse 0.25 2 test"], model.Items("data.metrics").Select(m => $"{m.At("key")} {m.At("value")} {m.At("step")} {(m.TryGetProperty("dataset_name", out JsonElement name) ? name : "")}").Order());
        Assert.Equal(["acc", "mse", "own"], (await client.GetAsync($"runs/get?run_id={run.Id}")).At("run").Items("data.metrics").Select(m => m.At("key").GetString()).Order());
        foreach ((string filter, int count) in new[] { ("metrics.mse < 0.3 AND params.depth = '3'", 1), ("metrics.mse > 0.3", 0), ("metrics.own > 0", 0) })
        {
            JsonElement found = await client.PostAsync("logged-models/search", new { experiment_ids = new[] { run.ExperimentId }, filter });
            Assert.Equal(count, found.TryGetProperty("models", out JsonElement models) ? models.GetArrayLength() : 0);
        }

        await client.PostAsync("logged-models/search", new { experiment_ids = new[] { run.ExperimentId }, datasets = new[] { new { dataset_name = "test" } } }, 400);
        Assert.Equal(("net", "LOGGED_MODEL_READY", "torch", Guid.Parse(run.Id).ToString("N")), (model.At("info.name").GetString(), model.At("info.status").GetString(), model.At("info.model_type").GetString(), model.At("info.source_run_id").GetString()));
        Assert.Equal(new() { ["b"] = "2" }, MlflowClient.Pairs(model, "info.tags"));
        Assert.Equal(new() { ["depth"] = "3", ["width"] = "9" }, MlflowClient.Pairs(model, "data.params"));
        Assert.Equal(["MLmodel 1"], Listed(await client.GetAsync($"logged-models/{id}/artifacts/directories")));
        Assert.Equal([id], (await client.PostAsync("logged-models/search", new { experiment_ids = new[] { run.ExperimentId }, filter = "name = 'net' AND tags.b = '2'" })).Items("models").Select(m => m.At("info.model_id").GetString()));
        await client.SendAsync("DELETE", $"logged-models/{id}", null);
        await client.GetAsync($"logged-models/{id}", 404);
        Assert.Empty(client.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default));
    }

    private static string[] Listed(JsonElement list) => list.TryGetProperty("files", out JsonElement files)
        ? [.. files.EnumerateArray().Select(f => f.At("path").GetString() + (f.At("is_dir").GetBoolean() ? "/" : $" {f.At("file_size")}"))] : [];

    private async Task<(string Id, string[] Addresses)> BeginAsync(string folder, string path, int parts)
    {
        JsonElement begun = await client.PostAsync($"{Multipart}/create/{folder}", new { path, num_parts = parts });
        Assert.Equal(Enumerable.Range(1, parts), begun.Items("credentials").Select(part => part.At("part_number").GetInt32()));
        return (begun.At("upload_id").GetString()!, [.. begun.Items("credentials").Select(part => part.At("url").GetString()!)]);
    }

    private async Task<(string Root, Run Run)> RunAsync()
    {
        string experiment = await client.ExperimentAsync("files"), id = await client.RunAsync(experiment);
        return ($"{experiment}/{id}/artifacts", client.Store.Runs.Query(new() { Ids = [Guid.Parse(id).ToString()] }, default).Single());
    }
}
