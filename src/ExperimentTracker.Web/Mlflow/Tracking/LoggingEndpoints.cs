using ExperimentTracker.Json;
using ExperimentTracker.Series;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary><c>mlflow/runs/log-…</c>: metrics, parameters, tags, datasets and models of runs.</summary>
internal static class LoggingEndpoints
{
    private const string ModelHistory = "mlflow.log-model.history";

    // The last time that a store can have, in milliseconds since 1970.
    private static readonly long LastTime = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static HttpReply LogMetric(MlflowCall call)
    {
        Point point = ReadPoint(call.Arguments);
        string runId = RunEndpoints.RunId(call);
        call.Services.Recent.Once(call.Body.Span, () => RunWriter.Write(call, runId, id => Append(call, id, [point])));
        return MlflowReply.Empty;
    }

    public static HttpReply LogParameter(MlflowCall call)
    {
        (string key, object? value) = ReadParameter(call.Arguments);
        RunWriter.Write(call, RunEndpoints.RunId(call), id => AddParameters(call, id, new NamedValues([KeyValuePair.Create(key, value)])));
        return MlflowReply.Empty;
    }

    public static HttpReply LogBatch(MlflowCall call)
    {
        if (call.Body.Length > Limits.LargestBatch) throw MlflowProblem.Invalid($"Batched logging API requests must be at most {Limits.LargestBatch} bytes, got a request of size {call.Body.Length}.");
        string runId = RunEndpoints.RunId(call);
        IReadOnlyList<Arguments> metrics = call.Arguments.Objects("metrics"), parameters = call.Arguments.Objects("params"), tags = call.Arguments.Objects("tags");
        Limits.CheckCount("metrics", metrics.Count, Limits.MostMetrics);
        Limits.CheckCount("params", parameters.Count, Limits.MostParametersOrTags);
        Limits.CheckCount("tags", tags.Count, Limits.MostParametersOrTags);
        Limits.CheckCount("metrics, params, and tags", metrics.Count + parameters.Count + tags.Count, Limits.MostEntities);

        // All is checked before anything is written.
        Point[] points = [.. metrics.Select(ReadPoint)];
        KeyValuePair<string, object?>[] named = [.. parameters.Select(ReadParameter)];
        string[] repeated = [.. named.GroupBy(p => p.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"'{group.Key}'")];
        if (repeated.Length > 0)
            throw MlflowProblem.Invalid($"Duplicate parameter keys have been submitted: [{string.Join(", ", repeated)}]. Please ensure the request contains only one param value per param key.");
        var tagged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Arguments tag in tags) tagged[Limits.CheckKey("tag", tag.Required("key"))] = tag.Text("value") ?? "";

        if (named.Length > 0) RunWriter.Write(call, runId, id => AddParameters(call, id, new NamedValues(named)));
        if (points.Length > 0) call.Services.Recent.Once(call.Body.Span, () => RunWriter.Write(call, runId, id => Append(call, id, points)));
        if (tagged.Count > 0 || (named.Length == 0 && points.Length == 0))
        {
            string id = RunWriter.FindLive(call, runId).Id;
            foreach ((string key, string value) in tagged) RunEndpoints.SetTag(call, id, key, value);
        }

        return MlflowReply.Empty;
    }

    public static HttpReply LogInputs(MlflowCall call)
    {
        DatasetUse[] uses = [.. call.Arguments.Objects("datasets").Select(DatasetUse.Read)];
        Run run = RunWriter.FindLive(call, RunEndpoints.RunId(call));
        foreach (DatasetUse use in uses) call.Store.Inputs.Add(run.Id, RunInputKind.Dataset, use.Register(call.Store, call.Cancellation), use.Context, call.Cancellation);
        return MlflowReply.Empty;
    }

    // Clients of MLflow 3 say in which step a run made a model, which the model itself says too.
    public static HttpReply LogOutputs(MlflowCall call)
    {
        Run run = RunWriter.FindLive(call, RunEndpoints.RunId(call), RunParts.Tags);
        ModelOutput[] outputs = [.. call.Arguments.Objects("models").Select(model => new ModelOutput(Limits.CheckKey("model", model.RequiredId("model_id")), model.Integer("step") ?? 0))];
        if (outputs.Length > 0) ModelOutputs.Add(call, run, outputs);
        return MlflowReply.Empty;
    }

    // Clients of MLflow 1 and 2 describe the models of a run in one tag, a list.
    public static HttpReply LogModel(MlflowCall call)
    {
        string described = call.Arguments.Required("model_json");
        Run run = RunWriter.FindLive(call, RunEndpoints.RunId(call), RunParts.Tags);
        string history = run.Tags.TryGetValue(ModelHistory, out object? known) && known is string text && text.EndsWith(']') ? text : "[]";
        string model = JsonText.Write(JsonText.Read(described));
        call.Store.Tags.Set(RecordType.Run, run.Id, new NamedValues([KeyValuePair.Create(ModelHistory, (object?)$"{history[..^1]}{(history.Length > 2 ? "," : "")}{model}]")]), call.Cancellation);
        return MlflowReply.Empty;
    }

    private static Point ReadPoint(Arguments metric)
    {
        string key = Limits.CheckKey("metric", metric.Required("key"));
        double value = metric.Number("value") ?? throw Arguments.Missing("value");
        long time = metric.Integer("timestamp") ?? throw Arguments.Missing("timestamp"), step = metric.Integer("step") ?? 0;
        if (time < 0 || time > LastTime) throw MlflowProblem.Invalid($"Got invalid timestamp {time} for metric '{key}' (value={value}). Timestamp must be a nonnegative long (64-bit integer).");
        if (step < 0) throw MlflowProblem.Invalid($"Got invalid step {step} for metric '{key}' (value={value}). The steps of this server begin at 0.");
        return new(key, value, DateTime.UnixEpoch.Ticks + (time * TimeSpan.TicksPerMillisecond), step);
    }

    private static KeyValuePair<string, object?> ReadParameter(Arguments parameter) =>
        KeyValuePair.Create(Limits.CheckKey("parameter", parameter.Required("key")), (object?)ParameterText.Read(parameter.Text("value") ?? ""));

    private static void Append(MlflowCall call, string runId, IReadOnlyList<Point> points) => call.Store.Metrics.Append(
        [
            .. points.GroupBy(point => point.Key, StringComparer.OrdinalIgnoreCase).Select(series => new SeriesAppend
            {
                RunId = runId,
                Key = series.Key,
                Values = series.Select(point => point.Value).ToArray(),
                Steps = series.Select(point => point.Step).ToArray(),
                Ticks = series.Select(point => point.Ticks).ToArray(),
            }),
        ],
        call.Cancellation);

    private static void AddParameters(MlflowCall call, string runId, NamedValues parameters)
    {
        try
        {
            call.Store.Parameters.Add(runId, parameters, call.Cancellation);
        }
        catch (TrackerException e) when (e.ErrorId == "ParameterConflict")
        {
            throw MlflowProblem.Invalid($"Changing param values is not allowed. {e.Message}");
        }
    }

    private readonly record struct Point(string Key, double Value, long Ticks, long Step);
}
