using ExperimentTracker.Web.Exposition;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET metrics</c>: the numbers of runs, and what runs now with the last value of each of its metrics, as OpenMetrics.</summary>
internal static class MetricsEndpoint
{
    // Each series is a time series of the reader, so a store in which very many run must not flood it.
    private const int MostRunning = 1000;

    public static HttpReply Get(ApiContext context)
    {
        CancellationToken cancellation = context.Cancellation;
        IReadOnlyList<Run> running = [.. context.Store.Runs.Query(new() { Statuses = [RunStatus.Running], First = MostRunning, Parts = RunParts.None }, cancellation)];
        var text = new OpenMetricsText();
        WriteCounts(text, context);
        WriteRuns(text, running, context.Store.Time.GetUtcNow().UtcDateTime);
        if (running.Count > 0) WriteSeries(text, running, context.Store.Metrics.List([.. running.Select(r => r.Id)], cancellation));
        return HttpReply.Bytes(200, OpenMetricsText.MediaType, text.Finish());
    }

    private static void WriteCounts(OpenMetricsText text, ApiContext context)
    {
        Dictionary<string, Experiment> experiments = context.Store.Experiments.Query(new CatalogQuery(), context.Cancellation).ToDictionary(e => e.Id);
        text.Family("experiment_runs", "gauge", "The number of runs, by experiment and status.");
        foreach (RunTotal total in context.Store.Runs.Totals(context.Cancellation))
        {
            if (!experiments.TryGetValue(total.ExperimentId, out Experiment? experiment)) continue;
            text.Sample("experiment_runs", total.Runs, ("project", experiment.Project), ("experiment", experiment.Name), ("status", total.Status.ToString()));
        }
    }

    private static void WriteRuns(OpenMetricsText text, IReadOnlyList<Run> running, DateTime now)
    {
        text.Family("experiment_run", "info", "A run that is running.");
        foreach (Run run in running)
        {
            text.Sample("experiment_run_info", 1, ("run_id", run.Id), ("project", run.Project), ("experiment", run.Experiment), ("run", run.Path), ("name", run.Name), ("host", run.Origin.Host));
        }

        text.Family("experiment_run_duration_seconds", "gauge", "How long a run has been running.", "seconds");
        foreach (Run run in running) text.Sample("experiment_run_duration_seconds", Math.Max(0, (now - (run.StartedAtUtc ?? now)).TotalSeconds), ("run_id", run.Id));

        text.Family("experiment_run_progress_ratio", "gauge", "The completed share of the work of a run that reports it, from 0 to 1.", "ratio");
        foreach (Run run in running.Where(r => r.Progress is not null)) text.Sample("experiment_run_progress_ratio", run.Progress!.Value, ("run_id", run.Id));
    }

    private static void WriteSeries(OpenMetricsText text, IReadOnlyList<Run> running, IReadOnlyList<Metric> series)
    {
        Dictionary<string, string> experiments = running.ToDictionary(r => r.Id, r => r.Experiment);
        Write("experiment_metric_last", "experiment_metric_last", "gauge", "The last value of a metric of a running run.", m => m.Last);
        Write("experiment_metric_step", "experiment_metric_step", "gauge", "The highest step of a metric of a running run.", m => m.LastStep);
        Write("experiment_metric_points", "experiment_metric_points_total", "counter", "The number of points of a metric of a running run.", m => m.Count);

        void Write(string family, string sample, string type, string help, Func<Metric, double> read)
        {
            text.Family(family, type, help);
            foreach (Metric m in series) text.Sample(sample, read(m), ("run_id", m.RunId), ("experiment", experiments[m.RunId]), ("key", m.Key), ("label", m.Label));
        }
    }
}
