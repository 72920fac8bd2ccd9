using System.Text.Json;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>Writes runs as messages of MLflow.</summary>
internal static class RunMessages
{
    /// <summary>The location of a run's artifacts, which clients write through the server.</summary>
    public static string ArtifactUri(Run run) => $"mlflow-artifacts:/{run.ExperimentId}/{RunIds.ToClient(run.Id)}/artifacts";

    /// <summary>Writes a run with its parameters, tags and the last values of its metrics.</summary>
    public static void WriteRun(this Utf8JsonWriter json, string? name, Run run, IReadOnlyList<DatasetUse> inputs) => json.WriteObject(name, () =>
    {
        json.WriteInfo("info", run);
        json.WriteObject("data", () =>
        {
            json.WriteItems("metrics", [.. run.MetricStatistics.Pairs], pair => json.WriteMetric((Metric)pair.Value!));
            json.WritePairs("params", [.. run.Parameters.Pairs.Select(pair => KeyValuePair.Create(pair.Key, ParameterText.Write(pair.Value)))]);
            json.WritePairs("tags", RunTags.Of(run));
        });
        json.WriteObject("inputs", () => json.WriteItems("dataset_inputs", inputs, use => json.WriteObject(null, () => use.Write(json))));
        json.WriteObject("outputs", () => json.WriteItems("model_outputs", ModelOutputs.Of(run), output => json.WriteObject(null, () =>
        {
            json.WriteString("model_id", output.ModelId);
            json.WriteNumber("step", output.Step);
        })));
    });

    /// <summary>Writes what identifies and describes a run.</summary>
    public static void WriteInfo(this Utf8JsonWriter json, string name, Run run) => json.WriteObject(name, () =>
    {
        string id = RunIds.ToClient(run.Id);
        json.WriteString("run_id", id);
        json.WriteString("run_uuid", id);
        json.WriteString("run_name", run.Name);
        json.WriteString("experiment_id", run.ExperimentId);
        json.WriteText("user_id", run.Origin.User);
        json.WriteString("status", RunStates.ToClient(run.Status));
        if (Times.Started(run) is { } started) json.WriteNumber("start_time", started);
        if (Times.Ended(run) is { } ended) json.WriteNumber("end_time", ended);
        json.WriteString("artifact_uri", ArtifactUri(run));
        json.WriteString("lifecycle_stage", run.RemovedAt is null ? "active" : "deleted");
    });

    /// <summary>Writes a point of a series.</summary>
    public static void WritePoint(this Utf8JsonWriter json, string key, double value, DateTime time, long step, string? runId = null) => json.WriteObject(null, () =>
    {
        json.WriteString("key", key);
        json.WriteDouble("value", value);
        json.WriteNumber("timestamp", ApiJson.Milliseconds(time));
        json.WriteNumber("step", step);
        json.WriteText("run_id", runId);
    });

    private static void WriteMetric(this Utf8JsonWriter json, Metric metric) => json.WritePoint(metric.Name, metric.Last, metric.LastAt, metric.LastStep);
}
