using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Artifacts;

/// <summary>Metrics that clients of MLflow 3 log for a run and one of its logged models. The run has their points; the model keeps the last one of each metric and dataset.</summary>
internal static class LoggedModelMetrics
{
    // A model is read, changed and written.
    private static readonly object Gate = new();

    /// <summary>Returns an endpoint that logs metrics, and then records them in the logged models that they name.</summary>
    /// <param name="log">The endpoint that logs metrics of a run.</param>
    public static Func<MlflowCall, HttpReply> After(Func<MlflowCall, HttpReply> log) => call =>
    {
        Arguments[] named = [.. call.Arguments.Objects("metrics").Append(call.Arguments).Where(metric => metric.Text("model_id") is { Length: > 0 })];
        if (named.Length == 0) return log(call);
        ILookup<string, Arguments> byModel = named.ToLookup(metric => metric.Text("model_id")!, StringComparer.Ordinal);
        foreach (IGrouping<string, Arguments> model in byModel) LoggedModel.Find(call, model.Key);
        HttpReply reply = log(call);
        string? run = call.Arguments.Text("run_id") is { Length: > 0 } id ? id : call.Arguments.Text("run_uuid");
        lock (Gate) foreach (IGrouping<string, Arguments> model in byModel) LoggedModel.Find(call, model.Key).With(model.Select(metric => LoggedModelMetric.Read(metric, run))).Save(call);
        return reply;
    };
}
