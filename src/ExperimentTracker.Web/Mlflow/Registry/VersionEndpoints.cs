using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Artifacts;
using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;
using ExperimentTracker.Web.Mlflow.Tracking;

namespace ExperimentTracker.Web.Mlflow.Registry;

/// <summary><c>mlflow/model-versions/…</c></summary>
internal static class VersionEndpoints
{
    private const int UsualResults = 10_000;
    private const int MostResults = 200_000;

    public static HttpReply Create(MlflowCall call)
    {
        Model model = Models.Find(call);
        string source = call.Arguments.Required("source");
        string? runId = call.Arguments.Text("run_id") is { Length: > 0 } given ? RunWriter.FindLive(call, given).Id : null;
        KeyValuePair<string, object?>[] known = [.. new[] { (RegistryJson.SourceTag, source), (RegistryJson.LinkTag, call.Arguments.Text("run_link")), (RegistryJson.ModelTag, call.Arguments.Text("model_id")) }
            .Where(tag => !string.IsNullOrEmpty(tag.Item2)).Select(tag => KeyValuePair.Create(tag.Item1, (object?)tag.Item2))];
        ModelVersion created = call.Store.Models.Register(
            [
                new()
                {
                    ModelId = model.Id, RunId = runId, ArtifactId = ArtifactPlace.FindArtifact(call, source)?.Id, Description = call.Arguments.Text("description"),
                    Tags = new([.. call.Arguments.Objects("tags").Select(Models.Tag), .. known]), Actor = call.Services.Actor,
                },
            ],
            call.Cancellation)[0];
        return Reply(call, created);
    }

    public static HttpReply Get(MlflowCall call) => Reply(call, Models.FindVersion(call));

    public static HttpReply Update(MlflowCall call) => Reply(call, Change(call, Models.FindVersion(call), new() { Description = call.Arguments.Text("description") }));

    public static HttpReply Delete(MlflowCall call)
    {
        call.Store.Models.RemoveVersions([Models.FindVersion(call).Id], call.Cancellation);
        return MlflowReply.Empty;
    }

    // A store archives the version that was in production until then, which MLflow does only when it is asked to.
    public static HttpReply TransitionStage(MlflowCall call)
    {
        ModelVersion version = Models.FindVersion(call);
        ModelStage stage = Stage(call.Arguments.Required("stage"));
        return Reply(call, version.Stage == stage ? version : Change(call, version, new() { Stage = stage, Actor = call.Services.Actor }));
    }

    public static HttpReply DownloadUri(MlflowCall call)
    {
        string? source = RegistryJson.SourceOf(call, Models.FindVersion(call));
        return MlflowReply.Object(json => json.WriteText("artifact_uri", source));
    }

    public static HttpReply Search(MlflowCall call)
    {
        int most = Limits.Results(call.Arguments, UsualResults, MostResults);
        IReadOnlyList<FilterCondition> conditions = Prompts.Exclude(FilterParser.Parse(FilterGrammar.ModelVersions, call.Arguments.Text("filter")));
        FilterOrder[] orders = [.. call.Arguments.Texts("order_by").Select(order => FilterParser.ParseOrder(FilterGrammar.ModelVersions, order))];
        FilterCondition? named = conditions.FirstOrDefault(c => c is { Entity: FilterEntity.Attribute, Key: "name", Operator: "=" });
        Model? model = named is null ? null : Models.TryFind(call, named.Texts[0]);
        IEnumerable<Subject> all = named is not null && model is null ? []
            : call.Store.Models.Versions(new() { ModelIds = model is null ? null : [model.Id] }, call.Cancellation).Select(version => new Subject(call, version))
                .OrderByDescending(s => s.Version.UpdatedAt).ThenBy(s => s.Name, StringComparer.Ordinal).ThenByDescending(s => s.Version.Version);
        (IReadOnlyList<Subject> page, string? next) = PageToken.Page(
            FilterOrder.Sort(all.Where(subject => conditions.All(condition => condition.Matches(subject))), orders), PageToken.Offset(call.Arguments), most);
        return MlflowReply.Object(json =>
        {
            json.WriteItems("model_versions", page, subject => json.WriteVersion(null, call, subject.Version));
            json.WriteText("next_page_token", next);
        });
    }

    public static HttpReply SetTag(MlflowCall call)
    {
        call.Store.Tags.Set(RecordType.ModelVersion, Models.FindVersion(call).Id, new NamedValues([Models.Tag(call.Arguments)]), call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply DeleteTag(MlflowCall call)
    {
        ModelVersion version = Models.FindVersion(call);
        if (call.Arguments.Required("key") is var key && version.Tags.Contains(key)) call.Store.Tags.Remove(RecordType.ModelVersion, version.Id, [key], call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply SetAlias(MlflowCall call)
    {
        string alias = Alias(call);
        Change(call, Models.FindVersion(call), new() { AddAliases = [alias], Actor = call.Services.Actor });
        return MlflowReply.Empty;
    }

    public static HttpReply DeleteAlias(MlflowCall call)
    {
        Model model = Models.Find(call);
        string alias = Alias(call);
        if (call.Store.Models.Versions(new() { ModelIds = [model.Id], Alias = alias }, call.Cancellation) is [var version]) Change(call, version, new() { RemoveAliases = [alias], Actor = call.Services.Actor });
        return MlflowReply.Empty;
    }

    public static HttpReply ByAlias(MlflowCall call)
    {
        Model model = Models.Find(call);
        string alias = Alias(call);
        return call.Store.Models.Versions(new() { ModelIds = [model.Id], Alias = alias }, call.Cancellation) is [var version] ? Reply(call, version)
            : throw MlflowProblem.Invalid($"Registered model alias {alias} not found.");
    }

    /// <summary>Reads the name of a stage, ignoring case.</summary>
    /// <exception cref="MlflowProblem">There is no such stage.</exception>
    public static ModelStage Stage(string text) => Enum.GetValues<ModelStage>().Cast<ModelStage?>().FirstOrDefault(stage => stage.ToString()!.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw MlflowProblem.Invalid($"Invalid Model Version stage: {text}. Value must be one of {string.Join(", ", Enum.GetNames<ModelStage>())}.");

    private static string Alias(MlflowCall call)
    {
        string alias = Limits.CheckLength("Registered model alias name", call.Arguments.Text("alias") is { Length: > 0 } given ? given : throw MlflowProblem.Invalid("Registered model alias name cannot be empty."), Limits.LongestAlias);
        if (!alias.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')) throw MlflowProblem.Invalid($"Invalid alias name: '{alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        if (alias.Equals("latest", StringComparison.OrdinalIgnoreCase)) throw MlflowProblem.Invalid("'latest' alias name (case insensitive) is reserved.");
        return alias.Length > 1 && alias[0] is 'v' or 'V' && alias.Skip(1).All(char.IsAsciiDigit) ? throw MlflowProblem.Invalid($"Version alias name '{alias}' is reserved.") : alias;
    }

    private static ModelVersion Change(MlflowCall call, ModelVersion version, ModelVersionChange change) => call.Store.Models.UpdateVersion(version.Id, change, call.Cancellation);

    private static HttpReply Reply(MlflowCall call, ModelVersion version) => MlflowReply.Object(json => json.WriteVersion("model_version", call, version));

    private sealed class Subject(MlflowCall call, ModelVersion version) : IFilterSubject
    {
        public ModelVersion Version { get; } = version;

        public string Name { get; } = call.Services.Name(version.Project, version.Model);

        public IEnumerable<string> Texts(FilterEntity entity, string key) => (entity, key) switch
        {
            (FilterEntity.Tag, _) => Prompts.TagOf(Version.Tags, key),
            (_, "name") => [Name],
            (_, "run_id") => Version.RunId is { } run ? [RunIds.ToClient(run)] : [],
            _ => RegistryJson.SourceOf(call, Version) is { } source ? [source] : [],
        };

        public double? Number(FilterEntity entity, string key) => key switch
        {
            "version_number" => Version.Version,
            "creation_timestamp" => ApiJson.Milliseconds(Version.CreatedAt),
            _ => ApiJson.Milliseconds(Version.UpdatedAt),
        };
    }
}
