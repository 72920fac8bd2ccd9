using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary><c>mlflow/metrics/…</c>: the points of series.</summary>
internal static class MetricEndpoints
{
    private const int MostRuns = 100;
    private const int MostPoints = 2500;

    /// <summary>All points of a metric of one run, sorted by time, step and value; or a page of them.</summary>
    public static HttpReply History(MlflowCall call)
    {
        int most = Limits.Results(call.Arguments, int.MaxValue), offset = PageToken.Offset(call.Arguments);
        string key = call.Arguments.Required("metric_key");
        Run run = RunWriter.Find(call, RunEndpoints.RunId(call), RunParts.Metrics);
        MetricSeries? series = Series(call, run, key, 0, long.MaxValue);
        int[] order = series is null ? [] : Sorted(series);
        DateTime[] times = series?.TimestampsUtc ?? [];
        int count = Math.Min(most, Math.Max(0, order.Length - offset));
        return MlflowReply.Object(json =>
        {
            json.WriteItems("metrics", order.AsSpan(Math.Min(offset, order.Length), count).ToArray(), at => json.WritePoint(key, series!.Values[at], times[at], series.Steps[at]));
            if (offset + count < order.Length) json.WriteString("next_page_token", PageToken.Of(offset + count));
        });
    }

    /// <summary>Points of a metric of several runs for a chart: thinned, so that the shape of each curve is kept.</summary>
    public static HttpReply HistoryOfRuns(MlflowCall call)
    {
        IReadOnlyList<string> ids = call.Arguments.Texts("run_ids");
        if (ids.Count is 0 or > MostRuns) throw MlflowProblem.Invalid($"GetMetricHistoryBulkInterval request must specify from 1 to {MostRuns} run_ids. Received {ids.Count}.");
        string key = call.Arguments.Required("metric_key");
        int most = Limits.Results(call.Arguments, MostPoints, MostPoints);
        long first = call.Arguments.Integer("start_step") ?? 0, last = call.Arguments.Integer("end_step") ?? long.MaxValue;
        if (last < first) throw MlflowProblem.Invalid($"end_step must be greater than start_step. Found start_step={first} and end_step={last}.");
        MetricSeries[] all = [.. ids.Select(id => Series(call, RunWriter.Find(call, id, RunParts.Metrics), key, first, last, most)).OfType<MetricSeries>()];
        return MlflowReply.Object(json => json.WriteItems("metrics", all, series =>
        {
            DateTime[] times = series.TimestampsUtc;
            for (int i = 0; i < series.Count; i++) json.WritePoint(key, series.Values[i], times[i], series.Steps[i], RunIds.ToClient(series.RunId));
        }));
    }

    private static MetricSeries? Series(MlflowCall call, Run run, string key, long first, long last, int? most = null) =>
        !run.MetricStatistics.TryGetValue(key, out object? found) || found is not Metric metric ? null
        : most is { } points ? call.Store.Metrics.ReadThinned(metric, Math.Max(0, first), last, Math.Max(4, points), call.Cancellation)
        : call.Store.Metrics.Read(metric, first, last, call.Cancellation);

    private static int[] Sorted(MetricSeries series)
    {
        DateTime[] times = series.TimestampsUtc;
        int[] order = [.. Enumerable.Range(0, series.Count)];
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : series.Steps[a] != series.Steps[b] ? series.Steps[a].CompareTo(series.Steps[b]) : a.CompareTo(b));
        return order;
    }
}
