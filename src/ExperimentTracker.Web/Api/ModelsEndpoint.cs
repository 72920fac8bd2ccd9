using System.Text.Json;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/models</c>: the models; with an id, a model with its versions and the changes of their stages.</summary>
internal static class ModelsEndpoint
{
    public static HttpReply Get(ApiContext context) => context.Rest.Count == 0 ? All(context) : One(context, context.Id);

    private static HttpReply All(ApiContext context)
    {
        IReadOnlyList<Model> models = context.Store.Models.Query(new CatalogQuery(), context.Cancellation);
        var production = context.Store.Models.Versions(new ModelVersionQuery { Stage = ModelStage.Production }, context.Cancellation).ToLookup(version => version.ModelId);
        return ApiContext.Object(json => json.WriteList("models", models, model => json.WriteObject(null, () =>
        {
            WriteModel(json, model);
            if (production[model.Id].FirstOrDefault() is not { } current) return;
            json.WriteObject("production", () =>
            {
                json.WriteNumber("version", current.Version);
                json.WriteText("run", current.RunId);
                json.WriteText("runPath", current.Run);
            });
        })));
    }

    private static HttpReply One(ApiContext context, string id)
    {
        IExperimentStore store = context.Store;
        Model model = store.Models.Query(new CatalogQuery { Ids = [id], Removed = RemovedFilter.All }, context.Cancellation) is [var found] ? found
            : throw new HttpProblem(404, "ModelNotFound", $"The store has no model with the id '{id}'.");
        IReadOnlyList<ModelVersion> versions = store.Models.Versions(new ModelVersionQuery { ModelIds = [id] }, context.Cancellation);
        string[] runIds = [.. versions.Select(v => v.RunId).OfType<string>().Distinct()];
        var runs = RunListRequest.Read(store, runIds, RunParts.All, context.Cancellation).ToDictionary(run => run.Id);
        ILookup<string, RunInput> inputs = store.Inputs.List(runIds, context.Cancellation).ToLookup(input => input.RunId);
        IReadOnlyList<StageChange> changes = store.Models.StageHistory([.. versions.Select(v => v.Id)], context.Cancellation);
        return ApiContext.Object(json =>
        {
            json.WriteObject("model", () => WriteModel(json, model));
            json.WriteList("versions", versions, version => json.WriteObject(null, () => WriteVersion(json, version, runs, inputs)));
            json.WriteList("changes", changes, change => json.WriteObject(null, () =>
            {
                json.WriteNumber("version", change.Version);
                json.WriteText("from", change.From?.ToString());
                json.WriteString("to", change.To.ToString());
                json.WriteTime("time", change.ChangedAtUtc);
                json.WriteText("reason", change.Reason);
                json.WriteText("actor", change.Actor);
            }));
        });
    }

    private static void WriteModel(Utf8JsonWriter json, Model model)
    {
        json.WriteString("id", model.Id);
        json.WriteString("name", model.Name);
        json.WriteString("project", model.Project);
        json.WriteText("description", model.Description);
        WriteTags(json, model.Tags);
        json.WriteNumber("versions", model.VersionCount);
        json.WriteInteger("latest", model.LatestVersion);
        json.WriteTime("created", model.CreatedAtUtc);
        json.WriteTime("updated", model.UpdatedAtUtc);
    }

    private static void WriteVersion(Utf8JsonWriter json, ModelVersion version, Dictionary<string, Run> runs, ILookup<string, RunInput> inputs)
    {
        json.WriteString("id", version.Id);
        json.WriteNumber("version", version.Version);
        json.WriteString("stage", version.Stage.ToString());
        json.WriteList("aliases", version.Aliases, json.WriteStringValue);
        json.WriteTime("created", version.CreatedAtUtc);
        json.WriteText("description", version.Description);
        WriteTags(json, version.Tags);
        if (version.ArtifactId is not null)
        {
            json.WriteObject("artifact", () =>
            {
                json.WriteString("id", version.ArtifactId);
                json.WriteText("key", version.Artifact);
            });
        }

        if (version.RunId is null || !runs.TryGetValue(version.RunId, out Run? run)) return;
        json.WriteObject("run", () =>
        {
            json.WriteString("id", run.Id);
            json.WriteString("path", run.Path);
            json.WriteString("name", run.Name);
        });
        json.WriteObject("metrics", () =>
        {
            foreach ((string name, object? value) in run.MetricStatistics.Pairs) json.WriteObject(name, () => RunJson.WriteStatistics(json, (Metric)value!));
        });
        json.WriteList("inputs", inputs[run.Id], input => json.WriteObject(null, () =>
        {
            json.WriteText("role", input.Role);
            json.WriteString("kind", input.Kind.ToString());
            json.WriteString("name", input.Name);
            json.WriteString("id", input.TargetId);
        }));
    }

    private static void WriteTags(Utf8JsonWriter json, NamedValues tags) => json.WriteObject("tags", () =>
    {
        foreach ((string name, object? value) in tags.Pairs) json.WriteString(name, value is null ? null : ValueText.Format(value));
    });
}
