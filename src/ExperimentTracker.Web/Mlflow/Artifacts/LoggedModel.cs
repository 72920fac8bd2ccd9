using System.Text;
using System.Text.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;
using ExperimentTracker.Web.Mlflow.Tracking;

namespace ExperimentTracker.Web.Mlflow.Artifacts;

/// <summary>
/// A logged model of MLflow 3: the files of a model, with parameters and tags, before it is registered. It is recorded as an artifact of its experiment whose id is that of the model; what is
/// known of it is the artifact's configuration.
/// </summary>
internal sealed record LoggedModel : IFilterSubject
{
    /// <summary>The type of the artifacts that record logged models.</summary>
    public const string ArtifactType = "mlflow.model";

    /// <summary>The status of a model whose files are still being written.</summary>
    public const string Pending = "LOGGED_MODEL_PENDING";

    /// <summary>The id: <c>m-</c> and 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the run that made it, in the store.</summary>
    public string? RunId { get; init; }

    /// <summary>The type that its framework gave it.</summary>
    public string? ModelType { get; init; }

    /// <summary>The status, as MLflow names it.</summary>
    public string Status { get; init; } = Pending;

    /// <summary>When it was created, in milliseconds since 1970.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it was last changed, in milliseconds since 1970.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>The parameters.</summary>
    public NamedValues Parameters { get; init; } = NamedValues.Empty;

    /// <summary>The tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The last value of each metric and dataset.</summary>
    public IReadOnlyList<LoggedModelMetric> Metrics { get; init; } = [];

    /// <summary>The location of its files, which clients write through the server.</summary>
    public string ArtifactUri => $"mlflow-artifacts:/{ExperimentId}/models/{Id}/artifacts";

    /// <summary>Finds a logged model.</summary>
    /// <exception cref="MlflowProblem">There is none.</exception>
    public static LoggedModel Find(MlflowCall call, string id) =>
        call.Store.Artifacts.Query(new() { Ids = [id] }, call.Cancellation).Select(Of).FirstOrDefault() ?? throw MlflowProblem.NotFound($"Logged model with ID '{id}' not found.");

    /// <summary>Returns the logged models of experiments.</summary>
    public static IEnumerable<LoggedModel> In(MlflowCall call, IReadOnlyCollection<string> experimentIds) =>
        call.Store.Artifacts.Query(new() { OwnerType = RecordType.Experiment, OwnerIds = experimentIds }, call.Cancellation).Select(Of).OfType<LoggedModel>();

    /// <summary>Writes it: a new one, or what has changed of it.</summary>
    public LoggedModel Save(MlflowCall call)
    {
        LoggedModel saved = this with { UpdatedAt = call.Store.Time.GetUtcNow().ToUnixTimeMilliseconds() };
        byte[] content = Encoding.UTF8.GetBytes($"{{\"model_id\":\"{Id}\"}}");
        using IStagedBlob blob = call.Store.Artifacts.Stage(() => new MemoryStream(content, writable: false), null, call.Cancellation);
        call.Store.Artifacts.Commit(
            [
                new()
                {
                    Id = Id, OwnerType = RecordType.Experiment, OwnerId = ExperimentId, Key = $"models/{Id}/model.json", Kind = ArtifactKind.Object, Type = ArtifactType, MediaType = MediaTypes.Json,
                    Blob = blob, Config = saved.Config(), Replace = true,
                },
            ],
            call.Cancellation);
        return saved;
    }

    /// <summary>Returns it with further values of metrics. Of a metric and a dataset, the value with the highest step is kept, and of those the latest.</summary>
    public LoggedModel With(IEnumerable<LoggedModelMetric> metrics) => this with
    {
        Metrics = [.. Metrics.Concat(metrics).GroupBy(metric => (metric.Key, metric.Dataset, metric.Digest)).Select(same => same.Reverse().MaxBy(metric => (metric.Step, metric.Time))!)],
    };

    /// <inheritdoc/>
    public IEnumerable<string> Texts(FilterEntity entity, string key) => entity switch
    {
        FilterEntity.Tag => Tags.TryGetValue(key, out object? tag) ? [tag as string ?? ""] : [],
        FilterEntity.Parameter => Parameters.TryGetValue(key, out object? parameter) ? [parameter as string ?? ""] : [],
        _ => key switch { "name" => [Name], "model_id" => [Id], "status" => [Status], "model_type" => ModelType is null ? [] : [ModelType], _ => RunId is null ? [] : [RunIds.ToClient(RunId)] },
    };

    /// <inheritdoc/>
    public double? Number(FilterEntity entity, string key) => entity == FilterEntity.Metric ? Metrics.FirstOrDefault(metric => metric.Key == key)?.Value
        : key == "creation_timestamp" ? CreatedAt : UpdatedAt;

    /// <summary>Writes it as a message of MLflow.</summary>
    public void Write(Utf8JsonWriter json, string? member) => json.WriteObject(member, () =>
    {
        json.WriteObject("info", () =>
        {
            json.WriteString("model_id", Id);
            json.WriteString("experiment_id", ExperimentId);
            json.WriteString("name", Name);
            json.WriteNumber("creation_timestamp_ms", CreatedAt);
            json.WriteNumber("last_updated_timestamp_ms", UpdatedAt);
            json.WriteString("artifact_uri", ArtifactUri);
            json.WriteString("status", Status);
            json.WriteText("model_type", ModelType);
            json.WriteText("source_run_id", RunId is null ? null : RunIds.ToClient(RunId));
            json.WritePairs("tags", [.. RunTags.Stored(Tags)]);
        });
        json.WriteObject("data", () =>
        {
            json.WritePairs("params", [.. RunTags.Stored(Parameters)]);
            json.WriteItems("metrics", Metrics, metric => metric.Write(json, Id));
        });
    });

    private NamedValues Config() => new(
        [
            KeyValuePair.Create("name", (object?)Name),
            KeyValuePair.Create("run", (object?)RunId),
            KeyValuePair.Create("type", (object?)ModelType),
            KeyValuePair.Create("status", (object?)Status),
            KeyValuePair.Create("created", (object?)CreatedAt),
            KeyValuePair.Create("updated", (object?)UpdatedAt),
            KeyValuePair.Create("parameters", (object?)Parameters),
            KeyValuePair.Create("tags", (object?)Tags),
            KeyValuePair.Create("metrics", (object?)Metrics.Select(metric => metric.Stored()).ToArray()),
        ]);

    private static LoggedModel? Of(Artifact artifact) => artifact is not { Type: ArtifactType, OwnerType: RecordType.Experiment, Config: NamedValues config } ? null : new LoggedModel
    {
        Id = artifact.Id,
        ExperimentId = artifact.OwnerId,
        Name = config["name"] as string ?? artifact.Id,
        RunId = config["run"] as string,
        ModelType = config["type"] as string,
        Status = config["status"] as string ?? Pending,
        CreatedAt = config["created"] as long? ?? ApiJson.Milliseconds(artifact.CreatedAt),
        UpdatedAt = config["updated"] as long? ?? ApiJson.Milliseconds(artifact.CreatedAt),
        Parameters = config["parameters"] as NamedValues ?? NamedValues.Empty,
        Tags = config["tags"] as NamedValues ?? NamedValues.Empty,
        Metrics = [.. (config["metrics"] as System.Collections.IEnumerable ?? Array.Empty<object>()).Cast<object?>().Select(LoggedModelMetric.Read).OfType<LoggedModelMetric>()],
    };
}
