using System.Text.Json;
using ExperimentTracker.Web.Access;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Api;

/// <summary><c>POST api/changes</c>: changes of runs and model versions, when the dashboard allows them.</summary>
internal static class ChangesEndpoint
{
    private const int MostRecords = 1000;
    private const string SecretHeader = "X-Experiment-Change";

    public static HttpReply Post(ApiContext context)
    {
        if (!context.Services.AllowChanges) throw new HttpProblem(403, "ChangesNotAllowed", "This dashboard only reads. Start it with -AllowChanges to change records.");
        if (!Secrets.Equal(context.Request.Header(SecretHeader), Secrets.Digest(context.Services.ChangeSecret)))
            throw new HttpProblem(403, "ChangeSecretMissing", $"A change needs the header {SecretHeader} with the secret of api/store.");
        JsonElement body = context.Body();
        string type = Text(body, "type") ?? throw HttpProblem.Bad("The body needs a 'type'.");
        string[] ids = body.TryGetProperty("ids", out JsonElement list) && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(id => id.GetString()!).Distinct()]
            : throw HttpProblem.Bad("The body needs a list 'ids'.");
        if (ids.Length is 0 or > MostRecords) throw HttpProblem.Bad($"Change 1 to {MostRecords} records at a time.");
        Change(context, type, ids, body);
        context.Services.Events.Changed(ids);
        return ApiContext.Object(json => json.WriteNumber("changed", ids.Length));
    }

    private static void Change(ApiContext context, string type, string[] ids, JsonElement body)
    {
        IExperimentStore store = context.Store;
        CancellationToken cancellation = context.Cancellation;
        switch (type)
        {
            case "tag":
                var tags = new NamedValues([KeyValuePair.Create(Required(body, "name"), (object?)Text(body, "value"))]);
                foreach (string id in ids) store.Tags.Set(RecordType.Run, id, tags, cancellation);
                break;
            case "untag":
                foreach (string id in ids) store.Tags.Remove(RecordType.Run, id, [Required(body, "name")], cancellation);
                break;
            case "describe":
                foreach (string id in ids) store.Runs.Update(id, new RunChange { Description = Text(body, "text") ?? "" }, cancellation);
                break;
            case "rename":
                foreach (string id in ids) store.Runs.Update(id, new RunChange { Name = Required(body, "name") }, cancellation);
                break;
            case "remove": store.Runs.Remove(ids, cancellation); break;
            case "restore": store.Runs.Restore(ids, cancellation); break;
            case "stage":
                ModelStage stage = ModelStageConverter.TryParse(Required(body, "stage"), out ModelStage parsed) ? parsed : throw HttpProblem.Bad("'stage' is not a stage of a model version.");
                var promotion = new ModelVersionChange { Stage = stage, Reason = Text(body, "reason"), Actor = context.Services.Actor };
                foreach (string id in ids) store.Models.UpdateVersion(id, promotion, cancellation);
                break;
            case "alias":
                var aliases = new ModelVersionChange { AddAliases = Names(body, "add"), RemoveAliases = Names(body, "remove"), Actor = context.Services.Actor };
                foreach (string id in ids) store.Models.UpdateVersion(id, aliases, cancellation);
                break;
            default: throw HttpProblem.Bad($"There is no change '{type}'. Use tag, untag, describe, rename, remove, restore, stage or alias.");
        }
    }

    private static string[] Names(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Required(JsonElement body, string name) => Text(body, name) is { Length: > 0 } text ? text : throw HttpProblem.Bad($"The body needs '{name}'.");
}
