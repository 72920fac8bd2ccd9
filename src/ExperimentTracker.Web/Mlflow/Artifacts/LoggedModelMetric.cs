using System.Text.Json;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Artifacts;

/// <summary>The last value of a metric of a logged model.</summary>
/// <param name="Key">The name of the metric.</param>
/// <param name="Value">The value.</param>
/// <param name="Step">The step.</param>
/// <param name="Time">The time, in milliseconds since 1970.</param>
/// <param name="RunId">The id of the run, as its client wrote it.</param>
/// <param name="Dataset">The name of the dataset that was evaluated.</param>
/// <param name="Digest">The digest of that dataset.</param>
internal sealed record LoggedModelMetric(string Key, double Value, long Step, long Time, string? RunId, string? Dataset, string? Digest)
{
    /// <summary>Reads a metric of a request that was checked.</summary>
    public static LoggedModelMetric Read(Arguments metric, string? runId) => new(
        metric.Required("key"), metric.Number("value") ?? throw Arguments.Missing("value"), metric.Integer("step") ?? 0, metric.Integer("timestamp") ?? 0, runId,
        metric.Text("dataset_name"), metric.Text("dataset_digest"));

    /// <summary>Reads a metric of a model's configuration; <see langword="null"/> if it is none.</summary>
    public static LoggedModelMetric? Read(object? stored) => stored is NamedValues values && values["key"] is string key && Number(values["value"]) is { } value
        ? new(key, value, values["step"] as long? ?? 0, values["time"] as long? ?? 0, values["run"] as string, values["dataset"] as string, values["digest"] as string) : null;

    /// <summary>Returns the metric for a model's configuration.</summary>
    public NamedValues Stored() => new(
        [
            KeyValuePair.Create("key", (object?)Key),
            KeyValuePair.Create("value", (object?)Value),
            KeyValuePair.Create("step", (object?)Step),
            KeyValuePair.Create("time", (object?)Time),
            KeyValuePair.Create("run", (object?)RunId),
            KeyValuePair.Create("dataset", (object?)Dataset),
            KeyValuePair.Create("digest", (object?)Digest),
        ]);

    /// <summary>Writes it as a message of MLflow.</summary>
    public void Write(Utf8JsonWriter json, string modelId) => json.WriteObject(null, () =>
    {
        json.WriteString("key", Key);
        json.WriteDouble("value", Value);
        json.WriteNumber("timestamp", Time);
        json.WriteNumber("step", Step);
        json.WriteString("model_id", modelId);
        json.WriteText("run_id", RunId);
        json.WriteText("dataset_name", Dataset);
        json.WriteText("dataset_digest", Digest);
    });

    // A whole number that was stored is read as an integer.
    private static double? Number(object? value) => value switch { double number => number, long integer => integer, _ => null };
}
