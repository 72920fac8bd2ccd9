using System.Text.Json;

namespace ExperimentTracker.Web.Json;

/// <summary>Writes runs as rows of a table.</summary>
internal static class RunJson
{
    /// <summary>Writes a run with the parameters, tags and metrics that are columns.</summary>
    public static void WriteRow(this Utf8JsonWriter json, Run run, RowColumns columns)
    {
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("shortId", run.ShortId);
        json.WriteString("uid", run.Uid);
        json.WriteString("path", run.Path);
        json.WriteString("name", run.Name);
        json.WriteInteger("number", run.Number);
        json.WriteText("namespace", run.Namespace);
        json.WriteObject("experiment", () =>
        {
            json.WriteString("id", run.ExperimentId);
            json.WriteString("name", run.Experiment);
        });
        json.WriteString("project", run.Project);
        json.WriteString("status", run.Status.ToString());
        json.WriteTime("created", run.CreatedAtUtc);
        json.WriteTime("started", run.StartedAtUtc);
        json.WriteTime("ended", run.EndedAtUtc);
        json.WriteTime("removed", run.RemovedAtUtc);
        json.WriteDuration("duration", run.Duration);
        json.WriteText("user", run.Origin.User);
        json.WriteText("host", run.Origin.Host);
        json.WriteText("description", run.Description);
        json.WriteText("error", run.ErrorMessage);
        json.WriteText("parent", run.ParentRunId);
        json.WriteText("trial", run.Trial);
        WriteProgress(json, run);
        json.WriteObject("tags", () =>
        {
            foreach ((string name, object? value) in run.Tags.Pairs) if (columns.HasTag(name)) json.WriteString(name, value is null ? null : ValueText.Format(value));
        });
        json.WriteObject("parameters", () =>
        {
            foreach ((string name, object? value) in FlatValues.Of(run.Parameters))
            {
                if (!columns.HasParameter(name)) continue;
                json.WritePropertyName(name);
                json.WriteDomainValue(value);
            }
        });
        json.WriteObject("metrics", () =>
        {
            foreach ((string name, object? value) in run.MetricStatistics.Pairs) if (columns.HasMetric(name)) json.WriteObject(name, () => WriteStatistics(json, (Metric)value!));
        });
        json.WriteEndObject();
    }

    /// <summary>Writes the statistics of a series.</summary>
    public static void WriteStatistics(Utf8JsonWriter json, Metric metric)
    {
        json.WriteDouble("last", metric.Last);
        json.WriteInteger("lastStep", metric.LastStep);
        json.WriteDouble("min", metric.Min);
        json.WriteDouble("max", metric.Max);
        json.WriteDouble("mean", metric.Mean);
        json.WriteDouble("best", metric.Best);
        json.WriteInteger("count", metric.Count);
        json.WriteText("unit", metric.Unit);
        json.WriteText("goal", metric.Goal?.ToString());
    }

    // The time left is what remains at the mean speed so far.
    private static void WriteProgress(Utf8JsonWriter json, Run run)
    {
        if (run.Progress is null && run.ProgressText is null) return;
        json.WriteObject("progress", () =>
        {
            json.WriteDouble("done", run.Progress);
            json.WriteText("text", run.ProgressText);
            if (run is { Status: RunStatus.Running, Progress: > 0 and double share, Duration: { } soFar }) json.WriteDuration("left", soFar * ((1 - share) / share));
        });
    }
}
