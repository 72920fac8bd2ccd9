using System.Text.Json;

namespace ExperimentTracker.Tests.Web.Mlflow;

public sealed class MlflowRegistryOfAFileStore() : MlflowRegistryContract(StoreUnderTest.InAFile());

[NeedsPostgres]
public sealed class MlflowRegistryOnPostgres() : MlflowRegistryContract(StoreUnderTest.OnPostgres());

/// <summary>The model registry of a client is that of the store.</summary>
public abstract class MlflowRegistryContract(StoreUnderTest underTest) : IDisposable
{
    private readonly MlflowClient client = new(underTest);

    public void Dispose()
    {
        client.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Models_have_versions_stages_aliases_and_tags()
    {
        string experiment = await client.ExperimentAsync("iris"), run = await client.RunAsync(experiment);
        await client.PutAsync($"{experiment}/{run}/artifacts/model.bin", [1, 2]);
        await client.PostAsync("registered-models/create", new { name = "iris/net", description = "d", tags = new[] { new { key = "team", value = "red" } } });
        for (int i = 1; i <= 3; i++)
        {
            JsonElement version = (await client.PostAsync("model-versions/create", new { name = "iris/net", source = $"mlflow-artifacts:/{experiment}/{run}/artifacts/model.bin", run_id = run, tags = new[] { new { key = "n", value = $"{i}" } } })).At("model_version");
            Assert.Equal(($"{i}", "None", "READY", run), (version.At("version").GetString(), version.At("current_stage").GetString(), version.At("status").GetString(), version.At("run_id").GetString()));
            Assert.Equal(new() { ["n"] = $"{i}" }, MlflowClient.Pairs(Wrapped(version), "v.tags"));
        }

        await Stage("1", "production");
        await Stage("2", "Production");
        await Stage("3", "Staging");
        await client.PostAsync("registered-models/alias", new { name = "iris/net", alias = "champion", version = "2" });
        await client.PostAsync("registered-models/set-tag", new { name = "iris/net", key = "team", value = "blue" });
        await client.PostAsync("model-versions/set-tag", new { name = "iris/net", version = "2", key = "ok", value = "yes" });
        await client.SendAsync("DELETE", "model-versions/delete-tag", new { name = "iris/net", version = "2", key = "n" });
        await client.SendAsync("PATCH", "model-versions/update", new { name = "iris/net", version = "2", description = "best" });

        JsonElement model = (await client.GetAsync("registered-models/get?name=iris%2Fnet")).At("registered_model");
        Assert.Equal(["1 Archived", "2 Production", "3 Staging"], model.Items("latest_versions").Select(v => $"{v.At("version")} {v.At("current_stage")}").Order(StringComparer.Ordinal));
        Assert.Equal(("champion", "2"), (model.Items("aliases")[0].At("alias").GetString(), model.Items("aliases")[0].At("version").GetString()));
        Assert.Equal(new() { ["team"] = "blue" }, MlflowClient.Pairs(Wrapped(model), "v.tags"));
        JsonElement champion = (await client.GetAsync("registered-models/alias?name=iris/net&alias=champion")).At("model_version");
        Assert.Equal(("2", "best", "champion"), (champion.At("version").GetString(), champion.At("description").GetString(), champion.Items("aliases")[0].GetString()));
        Assert.Equal(new() { ["ok"] = "yes" }, MlflowClient.Pairs(Wrapped(champion), "v.tags"));
        Assert.EndsWith("/artifacts/model.bin", (await client.GetAsync("model-versions/get-download-uri?name=iris/net&version=2")).At("artifact_uri").GetString(), StringComparison.Ordinal);
        ModelVersion stored = client.Store.Models.Versions(new() { Version = 2 }, default).Single();
        Assert.Equal((ModelStage.Production, "model.bin", "best"), (stored.Stage, stored.Artifact, stored.Description));
        Assert.Equal(["2"], (await client.PostAsync("registered-models/get-latest-versions", new { name = "iris/net", stages = new[] { "Production" } })).Texts("model_versions", "version"));
        Assert.Equal(["3", "2", "1"], (await client.GetAsync($"model-versions/search?filter={Uri.EscapeDataString($"name='iris/net' AND run_id='{run}'")}&order_by=version_number%20DESC")).Texts("model_versions", "version"));
        Assert.Equal(["iris/net"], (await client.GetAsync($"registered-models/search?filter={Uri.EscapeDataString("name LIKE 'iris%' AND tags.team = 'blue'")}")).Texts("registered_models", "name"));

        Assert.Equal("INVALID_PARAMETER_VALUE", (await client.PostAsync("model-versions/transition-stage", new { name = "iris/net", version = "1", stage = "Best" }, 400)).At("error_code").GetString());

        await client.SendAsync("DELETE", "registered-models/alias", new { name = "iris/net", alias = "champion" });
        await client.GetAsync("registered-models/alias?name=iris/net&alias=champion", 400);
        await client.PostAsync("registered-models/rename", new { name = "iris/net", new_name = "net" });
        await client.SendAsync("DELETE", "model-versions/delete", new { name = "net", version = "3" });
        await client.GetAsync("model-versions/get?name=net&version=3", 404);
        await client.SendAsync("DELETE", "registered-models/delete", new { name = "net" });
        await client.GetAsync("registered-models/get?name=net", 404);

        Task<JsonElement> Stage(string version, string stage) => client.PostAsync("model-versions/transition-stage", new { name = "iris/net", version, stage, archive_existing_versions = false });
    }

    [Theory]
    [InlineData("", "net")]
    [InlineData("tag.`mlflow.prompt.is_prompt` != 'true'", "net")]
    [InlineData("name LIKE '%e%' AND tags.`mlflow.prompt.is_prompt` != 'true'", "net")]
    [InlineData("tags.`mlflow.prompt.is_prompt` = 'false'", "net")]
    [InlineData("tags.`mlflow.prompt.is_prompt` = 'true'", "greeting")]
    public async Task A_search_returns_models_unless_it_asks_for_prompts(string filter, string name)
    {
        object[] tags = [new { key = "mlflow.prompt.is_prompt", value = "true" }];
        await client.PostAsync("registered-models/create", new { name = "net" });
        await client.PostAsync("model-versions/create", new { name = "net", source = "x" });
        await client.PostAsync("registered-models/create", new { name = "greeting", tags });
        await client.PostAsync("model-versions/create", new { name = "greeting", source = "x", tags });
        Assert.Equal([name], (await client.GetAsync($"registered-models/search?filter={Uri.EscapeDataString(filter)}")).Texts("registered_models", "name"));
        Assert.Equal([name], (await client.GetAsync($"model-versions/search?filter={Uri.EscapeDataString(filter)}")).Texts("model_versions", "name"));
    }

    [Fact]
    public async Task Models_of_other_projects_have_the_project_in_their_names_and_versions_of_the_module_a_location()
    {
        Project other = client.Store.Projects.Create([new() { Name = "vision" }], default)[0];
        Model model = client.Store.Models.Create([new() { Name = "net", ProjectId = other.Id }], default)[0];
        Experiment experiment = client.Store.Experiments.Create([new() { Name = "e", ProjectId = other.Id }], default)[0];
        Run run = client.Store.NewRun(experiment);
        Artifact artifact = client.Store.AddText(run, "weights.txt", "w");
        client.Store.Models.Register([new() { ModelId = model.Id, RunId = run.Id, ArtifactId = artifact.Id }], default);
        JsonElement version = (await client.GetAsync("model-versions/get?name=vision/net&version=1")).At("model_version");
        Assert.Equal("vision/net", version.At("name").GetString());
        string source = version.At("source").GetString()!;
        Assert.Equal("w", await client.Http.GetStringAsync($"/api/2.0/mlflow-artifacts/artifacts/{source["mlflow-artifacts:/".Length..]}"));
    }

    private static JsonElement Wrapped(JsonElement element) => JsonSerializer.SerializeToElement(new { v = element });
}
