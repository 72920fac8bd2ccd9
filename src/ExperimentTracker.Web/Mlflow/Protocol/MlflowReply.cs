using System.Text.Json;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>Answers in the JSON of MLflow: members without a value are omitted, NaN and infinities are strings, integers are numbers.</summary>
internal static class MlflowReply
{
    /// <summary>An object.</summary>
    public static HttpReply Object(Action<Utf8JsonWriter> write) => HttpReply.Bytes(200, "application/json", ApiJson.Object(write));

    /// <summary>An object without members.</summary>
    public static HttpReply Empty { get; } = Object(_ => { });

    /// <summary>An error.</summary>
    public static HttpReply Error(MlflowProblem problem) => HttpReply.Bytes(problem.Status, "application/json", ApiJson.Object(json =>
    {
        json.WriteString("error_code", problem.Code);
        json.WriteString("message", problem.Message);
    }));

    /// <summary>Writes a list, unless it is empty.</summary>
    public static void WriteItems<T>(this Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count > 0) json.WriteList(name, items, write);
    }

    /// <summary>Writes a list of pairs of a key and a value, such as tags, unless it is empty.</summary>
    public static void WritePairs(this Utf8JsonWriter json, string name, IReadOnlyCollection<KeyValuePair<string, string>> pairs) => json.WriteItems(name, pairs, pair => json.WriteObject(null, () =>
    {
        json.WriteString("key", pair.Key);
        json.WriteString("value", pair.Value);
    }));
}
