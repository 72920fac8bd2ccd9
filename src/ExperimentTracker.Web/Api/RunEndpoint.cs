using System.Text.Json;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Sweeps;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;
using ReportFacts = ExperimentTracker.Reports.ReportFacts;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/run/ID</c>: a run with everything that belongs to it, except points, logs and contents of artifacts.</summary>
internal static class RunEndpoint
{
    private const int MostChildren = 200;

    public static HttpReply Get(ApiContext context)
    {
        IExperimentStore store = context.Store;
        CancellationToken cancellation = context.Cancellation;
        Run run = context.FindRun(context.Id);
        string[] ids = [run.Id];
        Lineage lineage = Lineage.Of(store, run, cancellation);
        SweepDefinition? sweep = SweepDefinition.Of(run);
        List<Run> children = [.. store.Runs.Query(new() { ParentRunId = run.Id, First = sweep is null ? MostChildren : null }, cancellation)];
        long childCount = sweep is not null || children.Count < MostChildren ? children.Count
            : store.Runs.Query(new() { ParentRunId = run.Id, Parts = RunParts.None }, cancellation).LongCount();
        IReadOnlyList<Artifact> artifacts = store.Artifacts.Query(new ArtifactQuery { OwnerIds = ids }, cancellation);
        IReadOnlyList<ModelVersion> versions = store.Models.Versions(new ModelVersionQuery { RunId = run.Id }, cancellation);
        return ApiContext.Object(json =>
        {
            json.WritePropertyName("run");
            json.WriteRow(run, RowColumns.All);
            json.WriteList("parameters", store.Parameters.List(ids, cancellation), p => json.WriteObject(null, () =>
            {
                json.WriteString("name", p.Name);
                json.WriteString("type", p.Type.ToString());
                json.WritePropertyName("value");
                json.WriteDomainValue(p.Value);
            }));
            json.WriteList("metrics", run.MetricStatistics.Pairs.Select(m => (Metric)m.Value!), m => json.WriteObject(null, () => WriteMetric(json, m)));
            json.WriteList("history", store.Runs.History(ids, cancellation), change => json.WriteObject(null, () =>
            {
                json.WriteText("from", change.From?.ToString());
                json.WriteString("to", change.To.ToString());
                json.WriteTime("time", change.ChangedAtUtc);
                json.WriteText("reason", change.Reason);
                json.WriteText("actor", change.Actor);
            }));
            lineage.Write(json);
            if (sweep is not null) json.WriteSweep(sweep, children, store.Time.GetUtcNow().UtcDateTime);
            json.WriteList("children", children.Take(MostChildren), child => json.WriteRow(child, RowColumns.All));
            json.WriteNumber("childCount", childCount);
            json.WriteList("artifacts", artifacts, artifact => ArtifactJson.Write(json, artifact, store, cancellation));
            json.WriteList("modelVersions", versions, version => json.WriteObject(null, () =>
            {
                json.WriteString("model", version.Model);
                json.WriteString("modelId", version.ModelId);
                json.WriteNumber("version", version.Version);
                json.WriteString("stage", version.Stage.ToString());
                json.WriteText("description", version.Description);
                json.WriteList("aliases", version.Aliases, json.WriteStringValue);
            }));
            WritePairs(json, "code", ReportFacts.Code(run.Origin));
            WritePairs(json, "environment", ReportFacts.Environment(run.Origin));
            WritePairs(json, "place", ReportFacts.Place(run));
            json.WriteText("errorDetails", ReportFacts.Error(run));
            WriteEvaluations(json, context, run, "epochs", RecordType.Epoch);
            WriteEvaluations(json, context, run, "results", RecordType.Result);
            json.WriteText("reproduce", Reproduction.Of(run, artifacts));
            json.WriteNumber("logCount", store.Logs.Count(run.Id, cancellation));
            json.WriteList("distributions", store.Distributions.Keys(run.Id, cancellation), json.WriteStringValue);
        });
    }

    private static void WriteMetric(Utf8JsonWriter json, Metric metric)
    {
        json.WriteString("name", metric.Name);
        json.WriteString("key", metric.Key);
        json.WriteText("label", metric.Label);
        RunJson.WriteStatistics(json, metric);
        json.WriteInteger("nan", metric.NaNCount);
        json.WriteDouble("first", metric.First);
        json.WriteInteger("firstStep", metric.FirstStep);
        json.WriteInteger("minStep", metric.MinStep);
        json.WriteInteger("maxStep", metric.MaxStep);
        json.WriteTime("lastTime", metric.LastAtUtc);
    }

    private static void WriteEvaluations(Utf8JsonWriter json, ApiContext context, Run run, string name, RecordType type) =>
        json.WriteList(name, context.Store.Evaluations.Query(new EvaluationQuery { Type = type, RunIds = [run.Id] }, context.Cancellation), one => json.WriteObject(null, () =>
        {
            json.WriteString("id", one.Id);
            json.WriteInteger("index", one.Index);
            json.WriteDouble("accuracy", one.Accuracy);
            json.WriteDouble("loss", one.Loss);
            WriteValues(json, "accuracyPerLabel", one.AccuracyPerLabel);
            WriteValues(json, "lossPerLabel", one.LossPerLabel);
            WriteValues(json, "metrics", one.Metrics);
            json.WriteTime("created", one.CreatedAtUtc);
        }));

    private static void WriteValues(Utf8JsonWriter json, string name, NamedValues values)
    {
        if (values.Count == 0) return;
        json.WriteObject(name, () =>
        {
            foreach ((string key, object? value) in values.Pairs)
            {
                json.WritePropertyName(key);
                json.WriteDomainValue(value);
            }
        });
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string?>> pairs) => json.WriteList(name, pairs, pair =>
    {
        json.WriteStartArray();
        json.WriteStringValue(pair.Key);
        json.WriteStringValue(pair.Value);
        json.WriteEndArray();
    });
}
