using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Registry;

/// <summary><c>mlflow/registered-models/…</c></summary>
internal static class ModelEndpoints
{
    private const int UsualResults = 100;
    private const int MostResults = 1000;

    public static HttpReply Create(MlflowCall call)
    {
        string name = call.Arguments.Text("name") is { } given && given.Trim().Length > 0 ? given : throw MlflowProblem.Invalid("Registered model name cannot be empty.");
        if (Models.TryFind(call, name) is not null) throw MlflowProblem.Exists($"Registered Model (name={name}) already exists.");
        Model created = call.Store.Models.Create(
            [new() { ProjectId = call.Services.ProjectId(call.Store, call.Cancellation), Name = name, Description = call.Arguments.Text("description"), Tags = new(call.Arguments.Objects("tags").Select(Models.Tag)) }],
            call.Cancellation)[0];
        return Reply(call, created);
    }

    public static HttpReply Get(MlflowCall call) => Reply(call, Models.Find(call));

    public static HttpReply Rename(MlflowCall call)
    {
        Model model = Models.Find(call);
        return Reply(call, call.Store.Models.Update(model.Id, new() { Name = call.Arguments.Required("new_name") }, call.Cancellation));
    }

    public static HttpReply Update(MlflowCall call) => Reply(call, call.Store.Models.Update(Models.Find(call).Id, new() { Description = call.Arguments.Text("description") }, call.Cancellation));

    public static HttpReply Delete(MlflowCall call)
    {
        call.Store.Models.Remove([Models.Find(call).Id], call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply Search(MlflowCall call)
    {
        int most = Limits.Results(call.Arguments, UsualResults, MostResults);
        IReadOnlyList<FilterCondition> conditions = Prompts.Exclude(FilterParser.Parse(FilterGrammar.Models, call.Arguments.Text("filter")));
        FilterOrder[] orders = [.. call.Arguments.Texts("order_by").Select(order => FilterParser.ParseOrder(FilterGrammar.Models, order))];
        IEnumerable<Subject> all = call.Store.Models.Query(new(), call.Cancellation).Select(model => new Subject(call.Services, model)).OrderBy(subject => subject.Name, StringComparer.Ordinal);
        (IReadOnlyList<Subject> page, string? next) = PageToken.Page(
            FilterOrder.Sort(all.Where(subject => conditions.All(condition => condition.Matches(subject))), orders), PageToken.Offset(call.Arguments), most);
        ILookup<string, ModelVersion> versions = (page.Count == 0 ? [] : call.Store.Models.Versions(new() { ModelIds = [.. page.Select(subject => subject.Model.Id)] }, call.Cancellation)).ToLookup(v => v.ModelId);
        return MlflowReply.Object(json =>
        {
            json.WriteItems("registered_models", page, subject => json.WriteModel(null, call, subject.Model, [.. versions[subject.Model.Id]]));
            json.WriteText("next_page_token", next);
        });
    }

    public static HttpReply LatestVersions(MlflowCall call)
    {
        IReadOnlyList<string> names = call.Arguments.Texts("stages");
        ModelStage[]? stages = names.Count == 0 ? null : [.. names.Select(VersionEndpoints.Stage)];
        IReadOnlyList<ModelVersion> versions = call.Store.Models.Versions(new() { ModelIds = [Models.Find(call).Id] }, call.Cancellation);
        return MlflowReply.Object(json => json.WriteItems("model_versions", RegistryJson.Latest(versions, stages), version => json.WriteVersion(null, call, version)));
    }

    public static HttpReply SetTag(MlflowCall call)
    {
        call.Store.Tags.Set(RecordType.Model, Models.Find(call).Id, new NamedValues([Models.Tag(call.Arguments)]), call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply DeleteTag(MlflowCall call)
    {
        Model model = Models.Find(call);
        if (call.Arguments.Required("key") is var key && model.Tags.Contains(key)) call.Store.Tags.Remove(RecordType.Model, model.Id, [key], call.Cancellation);
        return MlflowReply.Empty;
    }

    private static HttpReply Reply(MlflowCall call, Model model)
    {
        IReadOnlyList<ModelVersion> versions = call.Store.Models.Versions(new() { ModelIds = [model.Id] }, call.Cancellation);
        return MlflowReply.Object(json => json.WriteModel("registered_model", call, model, versions));
    }

    private sealed class Subject(MlflowServices services, Model model) : IFilterSubject
    {
        public Model Model { get; } = model;

        public string Name { get; } = services.Name(model.Project, model.Name);

        public IEnumerable<string> Texts(FilterEntity entity, string key) => entity == FilterEntity.Attribute ? [Name]
            : Prompts.TagOf(Model.Tags, key);

        public double? Number(FilterEntity entity, string key) => ApiJson.Milliseconds(key == "creation_timestamp" ? Model.CreatedAt : Model.UpdatedAt);
    }
}
