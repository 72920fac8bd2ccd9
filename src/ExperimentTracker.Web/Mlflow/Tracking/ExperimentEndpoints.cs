using System.Text.Json;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary><c>mlflow/experiments/…</c></summary>
internal static class ExperimentEndpoints
{
    private const int UsualResults = 1000;

    public static HttpReply Create(MlflowCall call)
    {
        string name = CheckName(call.Arguments.Required("name"));
        if (Experiments.FindByName(call, name) is { } existing)
        {
            throw MlflowProblem.Exists(existing.RemovedAt is null
                ? $"Experiment '{name}' already exists."
                : $"Experiment '{name}' already exists in deleted state. You can restore the experiment, or permanently delete it with Optimize-ExperimentStore to create a new one.");
        }

        NamedValues tags = Tags(call.Arguments);
        Experiment created = call.Store.Experiments.Create(
            [
                new()
                {
                    ProjectId = call.Services.ProjectId(call.Store, call.Cancellation), Name = name, Description = tags.TryGetValue(RunTags.Description, out object? note) ? note as string : null,
                    Tags = new NamedValues(tags.Pairs.Where(tag => tag.Key != RunTags.Description)),
                },
            ],
            call.Cancellation)[0];
        return MlflowReply.Object(json => json.WriteString("experiment_id", created.Id));
    }

    public static HttpReply Get(MlflowCall call) => Reply(call, Experiments.Find(call, call.Arguments.RequiredId("experiment_id")));

    public static HttpReply GetByName(MlflowCall call)
    {
        string name = call.Arguments.Required("experiment_name");
        return Reply(call, Experiments.FindByName(call, name) ?? throw MlflowProblem.NotFound($"Could not find experiment with name '{name}'"));
    }

    public static HttpReply Search(MlflowCall call)
    {
        int most = Limits.Results(call.Arguments, UsualResults);
        IReadOnlyList<FilterCondition> conditions = FilterParser.Parse(FilterGrammar.Experiments, call.Arguments.Text("filter"));
        IReadOnlyList<FilterOrder> orders = [.. call.Arguments.Texts("order_by").Select(order => FilterParser.ParseOrder(FilterGrammar.Experiments, order))];
        IEnumerable<Subject> all = call.Store.Experiments.Query(new() { Removed = ViewTypes.Read(call.Arguments, "view_type") }, call.Cancellation)
            .OrderByDescending(e => e.CreatedAt).ThenBy(e => e.Id, StringComparer.Ordinal).Select(e => new Subject(call.Services, e));
        (IReadOnlyList<Subject> page, string? next) = PageToken.Page(
            FilterOrder.Sort(all.Where(subject => conditions.All(condition => condition.Matches(subject))), orders), PageToken.Offset(call.Arguments), most);
        return MlflowReply.Object(json =>
        {
            json.WriteItems("experiments", page, subject => Write(json, null, call, subject.Experiment));
            json.WriteText("next_page_token", next);
        });
    }

    public static HttpReply Delete(MlflowCall call)
    {
        call.Store.Experiments.Remove([Experiments.FindLive(call, call.Arguments.RequiredId("experiment_id")).Id], call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply Restore(MlflowCall call)
    {
        Experiment experiment = Experiments.Find(call, call.Arguments.RequiredId("experiment_id"));
        if (experiment.RemovedAt is not null) call.Store.Experiments.Restore([experiment.Id], call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply Update(MlflowCall call)
    {
        Experiment experiment = Experiments.FindLive(call, call.Arguments.RequiredId("experiment_id"));
        if (call.Arguments.Text("new_name") is { } name) call.Store.Experiments.Update(experiment.Id, new() { Name = CheckName(name) }, call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply SetTag(MlflowCall call)
    {
        Experiment experiment = Experiments.FindLive(call, call.Arguments.RequiredId("experiment_id"));
        (string key, string value) = Tag(call.Arguments);
        if (key == RunTags.Description) call.Store.Experiments.Update(experiment.Id, new() { Description = value }, call.Cancellation);
        else call.Store.Tags.Set(RecordType.Experiment, experiment.Id, new NamedValues([KeyValuePair.Create(key, (object?)value)]), call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply DeleteTag(MlflowCall call)
    {
        Experiment experiment = Experiments.FindLive(call, call.Arguments.RequiredId("experiment_id"));
        string key = call.Arguments.Required("key");
        if (key == RunTags.Description) call.Store.Experiments.Update(experiment.Id, new() { Description = "" }, call.Cancellation);
        else call.Store.Tags.Remove(RecordType.Experiment, experiment.Id, [key], call.Cancellation);
        return MlflowReply.Empty;
    }

    private static (string Key, string Value) Tag(Arguments tag) =>
        (Limits.CheckKey("tag", tag.Required("key")), Limits.CheckLength("Tag value", tag.Text("value") ?? "", Limits.LongestTag));

    private static NamedValues Tags(Arguments arguments) => new(arguments.Objects("tags").Select(Tag).Select(tag => KeyValuePair.Create(tag.Key, (object?)tag.Value)));

    private static string CheckName(string name) => name.Trim().Length == 0 ? throw MlflowProblem.Invalid($"Invalid experiment name: '{name}'")
        : name.Length > Limits.LongestName ? throw MlflowProblem.Invalid($"Experiment name exceeds the maximum length of {Limits.LongestName} characters")
        : name;

    private static HttpReply Reply(MlflowCall call, Experiment experiment) => MlflowReply.Object(json => Write(json, "experiment", call, experiment));

    private static void Write(Utf8JsonWriter json, string? member, MlflowCall call, Experiment experiment) => json.WriteObject(member, () =>
    {
        json.WriteString("experiment_id", experiment.Id);
        json.WriteString("name", call.Services.Name(experiment.Project, experiment.Name));
        json.WriteString("artifact_location", $"mlflow-artifacts:/{experiment.Id}");
        json.WriteString("lifecycle_stage", experiment.RemovedAt is null ? "active" : "deleted");
        json.WriteTime("last_update_time", experiment.UpdatedAt);
        json.WriteTime("creation_time", experiment.CreatedAt);
        IEnumerable<KeyValuePair<string, string>> note = experiment.Description is { } description ? [KeyValuePair.Create(RunTags.Description, description)] : [];
        json.WritePairs("tags", [.. RunTags.Stored(experiment.Tags), .. note]);
    });

    private sealed class Subject(MlflowServices services, Experiment experiment) : IFilterSubject
    {
        public Experiment Experiment { get; } = experiment;

        public IEnumerable<string> Texts(FilterEntity entity, string key) => (entity, key) switch
        {
            (FilterEntity.Attribute, "name") => [services.Name(Experiment.Project, Experiment.Name)],
            (FilterEntity.Attribute, _) => [Experiment.Id],
            (_, RunTags.Description) => Experiment.Description is { } note ? [note] : [],
            _ => Experiment.Tags.TryGetValue(key, out object? value) ? [value as string ?? ""] : [],
        };

        public double? Number(FilterEntity entity, string key) => ApiJson.Milliseconds(key == "creation_time" ? Experiment.CreatedAt : Experiment.UpdatedAt);
    }
}
