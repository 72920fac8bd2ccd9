using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;
using ExperimentTracker.Web.Mlflow.Tracking;

namespace ExperimentTracker.Web.Mlflow.Artifacts;

/// <summary><c>mlflow/logged-models</c>: models as clients of MLflow 3 log them.</summary>
internal static class LoggedModelEndpoints
{
    private const int UsualResults = 100;
    private static readonly string[] Statuses = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];

    public static HttpReply Create(MlflowCall call)
    {
        Experiment experiment = Experiments.FindLive(call, call.Arguments.RequiredId("experiment_id"));
        string? source = call.Arguments.Text("source_run_id");
        long now = call.Store.Time.GetUtcNow().ToUnixTimeMilliseconds();
        string id = $"m-{Guid.NewGuid():N}";
        LoggedModel model = new LoggedModel
        {
            Id = id,
            ExperimentId = experiment.Id,
            Name = call.Arguments.Text("name") is { Length: > 0 } name ? Limits.CheckLength("Model name", name, Limits.LongestName) : id,
            RunId = string.IsNullOrEmpty(source) ? null : RunWriter.FindLive(call, source).Id,
            ModelType = call.Arguments.Text("model_type"),
            CreatedAt = now,
            UpdatedAt = now,
            Parameters = Pairs(call.Arguments, "params"),
            Tags = Pairs(call.Arguments, "tags"),
        }.Save(call);
        return Reply(model);
    }

    /// <summary>Answers requests about one model: <c>id</c>, <c>id/tags</c>, <c>id/tags/key</c>, <c>id/params</c>, <c>id/artifacts/directories</c></summary>
    public static HttpReply One(MlflowCall call)
    {
        string[] parts = call.Rest.Split('/');
        LoggedModel model = LoggedModel.Find(call, parts[0]);
        switch (call.Request.Method, parts)
        {
            case ("GET", [_]): return Reply(model);
            case ("GET", [_, "artifacts", "directories"]): return ArtifactEndpoints.ListOfModel(call, model);
            case ("PATCH", [_]): return Reply((model with { Status = Status(call.Arguments) }).Save(call));
            case ("PATCH", [_, "tags"]): return Reply((model with { Tags = new(model.Tags.Pairs.Concat(Pairs(call.Arguments, "tags").Pairs)) }).Save(call));
            case ("POST", [_, "params"]): (model with { Parameters = new(model.Parameters.Pairs.Concat(Pairs(call.Arguments, "params").Pairs)) }).Save(call); break;
            case ("DELETE", [_, "tags", ..]):
                string key = string.Join('/', parts.Skip(2));
                if (!model.Tags.Pairs.Any(tag => tag.Key == key)) throw MlflowProblem.NotFound($"No tag with key '{key}' found for model with ID '{model.Id}'.");
                (model with { Tags = new(model.Tags.Pairs.Where(tag => tag.Key != key)) }).Save(call);
                break;
            case ("DELETE", [_]): call.Store.Artifacts.Remove([model.Id, .. ArtifactPlace.OfModel(model, "").Files(call)], call.Cancellation); break;
            default: throw MlflowProblem.NoEndpoint(call.Request.Method, call.Request.Path);
        }

        return MlflowReply.Empty;
    }

    public static HttpReply Search(MlflowCall call)
    {
        string[] experiments = [.. call.Arguments.Texts("experiment_ids").Select(id => Experiments.IdOf(call, id))];
        if (call.Arguments.Objects("datasets").Count > 0) throw MlflowProblem.Invalid("This server does not search logged models by datasets. Compare the dataset_name of their metrics.");
        IReadOnlyList<FilterCondition> conditions = FilterParser.Parse(FilterGrammar.LoggedModels, call.Arguments.Text("filter"));
        FilterOrder[] orders = [.. call.Arguments.Objects("order_by").Select(order =>
            FilterParser.ParseOrder(FilterGrammar.LoggedModels, order.Required("field_name")) with { IsDescending = order.Has("ascending") && !order.Flag("ascending") })];
        IEnumerable<LoggedModel> found = LoggedModel.In(call, experiments).Where(model => conditions.All(condition => condition.Matches(model))).OrderByDescending(model => model.CreatedAt);
        (IReadOnlyList<LoggedModel> page, string? next) = PageToken.Page(FilterOrder.Sort(found, orders), PageToken.Offset(call.Arguments), Limits.Results(call.Arguments, UsualResults));
        return MlflowReply.Object(json =>
        {
            json.WriteItems("models", page, model => model.Write(json, null));
            json.WriteText("next_page_token", next);
        });
    }

    private static HttpReply Reply(LoggedModel model) => MlflowReply.Object(json => model.Write(json, "model"));

    private static string Status(Arguments arguments) => arguments.RequiredId("status") is var text && Statuses.Contains(text) ? text
        : text is "1" or "2" or "3" ? Statuses[text[0] - '1']
        : throw MlflowProblem.Invalid($"Invalid model status: {text}. Use {string.Join(", ", Statuses)}.");

    private static NamedValues Pairs(Arguments arguments, string name) => new(arguments.Objects(name).Select(pair => KeyValuePair.Create(
        Limits.CheckKey(name == "tags" ? "tag" : "parameter", pair.Required("key")), (object?)(pair.Text("value") ?? ""))));
}
