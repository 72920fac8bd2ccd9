using System.Text.Json;
using ExperimentTracker.Comparison;

namespace ExperimentTracker.Reports;

/// <summary>Writes the runs of a report to its JSON.</summary>
internal sealed class HtmlReportRun(Utf8JsonWriter json, HtmlReportNames names)
{
    /// <summary>Writes a run.</summary>
    /// <param name="entry">The run.</param>
    /// <param name="path">Its path, with its id if another run of the report has the same.</param>
    public void Write(ReportRun entry, string path)
    {
        Run run = entry.Run;
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("shortId", run.ShortId);
        json.WriteString("path", path);
        json.WriteString("name", run.Name);
        json.WriteNumber("number", run.Number);
        json.WriteNumber("experiment", names.ExperimentOf(run));
        json.WriteString("status", run.Status.ToString());
        json.WriteTime("created", run.CreatedAt);
        json.WriteTime("started", run.StartedAt);
        json.WriteTime("ended", run.EndedAt);
        if (run.Duration is { } duration) json.WriteNumber("duration", Math.Round(duration.TotalMilliseconds));
        json.WriteText("description", run.Description);
        json.WriteText("message", run.ErrorMessage);
        json.WriteText("error", ReportFacts.Error(run));
        json.WriteText("parent", run.ParentRunId);
        WriteProgress(run);
        json.WriteNumber("origin", names.NumberOf(run.Origin));
        json.WritePairs("place", ReportFacts.Place(run));
        json.WritePairs("tags", ReportFacts.Tags(run.Tags));
        json.WriteList("p", FlatValues.Of(run.Parameters), p =>
        {
            json.WriteStartArray();
            json.WriteNumberValue(names.Parameters.NumberOf(p.Key));
            ReportNumbers.WriteValue(json, p.Value);
            json.WriteEndArray();
        });
        json.WriteList("m", run.MetricStatistics.Pairs, m => WriteStatistics((Metric)m.Value!));
        json.WriteList("c", entry.Curves, WriteCurve);
        json.WriteList("history", entry.History, WriteChange);
        json.WriteList("inputs", entry.Inputs, WriteInput);
        json.WriteList("models", entry.ModelVersions, WriteModel);
        HtmlReportArtifacts.Write(json, entry.Artifacts);
        json.WriteList("epochs", entry.Epochs, WriteEvaluation);
        json.WriteList("results", entry.Results, WriteEvaluation);
        json.WriteList("distributions", entry.Distributions, WriteDistributions);
        WriteLog(entry.Log);
        json.WriteEndObject();
    }

    private void WriteProgress(Run run)
    {
        if (run.Status != RunStatus.Running || (run.Progress is null && run.ProgressText is null)) return;
        json.WriteStartObject("progress");
        if (run.Progress is { } done) json.WriteNumber("done", done);
        json.WriteText("text", run.ProgressText);
        json.WriteEndObject();
    }

    private void WriteStatistics(Metric metric)
    {
        json.WriteStartArray();
        json.WriteNumberValue(names.Metrics.NumberOf(metric.Name));
        json.WriteNumberValue(metric.Count);
        json.WriteNumberValue(metric.LastStep);
        ReportNumbers.WriteDouble(json, metric.Last);
        ReportNumbers.WriteDouble(json, metric.Min);
        ReportNumbers.WriteDouble(json, metric.Max);
        ReportNumbers.WriteShort(json, metric.Mean);
        json.WriteEndArray();
    }

    private void WriteCurve(MetricSeries series)
    {
        json.WriteStartArray();
        json.WriteNumberValue(names.Metrics.NumberOf(series.Name));
        ReportNumbers.WriteSteps(json, series.Steps);
        ReportNumbers.WriteCurve(json, series.Values);
        json.WriteEndArray();
    }

    private void WriteChange(StatusChange change)
    {
        json.WriteStartArray();
        json.WriteStringValue(change.To.ToString());
        json.WriteNumberValue(ReportJson.Milliseconds(change.ChangedAt));
        if (change.Reason is not null || change.Actor is not null) json.WriteStringValue(change.Reason);
        if (change.Actor is not null) json.WriteStringValue(change.Actor);
        json.WriteEndArray();
    }

    private void WriteInput(RunInput input)
    {
        json.WriteStartObject();
        json.WriteText("role", input.Role);
        json.WriteString("kind", input.Kind.ToString());
        json.WriteString("name", input.Name);
        json.WriteString("id", input.TargetId);
        json.WriteEndObject();
    }

    private void WriteModel(ModelVersion version)
    {
        json.WriteStartObject();
        json.WriteString("id", version.Id);
        json.WriteString("model", version.Model);
        json.WriteNumber("version", version.Version);
        json.WriteString("stage", version.Stage.ToString());
        json.WriteText("description", version.Description);
        json.WriteList("aliases", version.Aliases, json.WriteStringValue);
        json.WriteEndObject();
    }

    private void WriteEvaluation(Evaluation one)
    {
        json.WriteStartObject();
        json.WriteNumber("index", one.Index);
        if (one.Accuracy is { } accuracy) WriteNumber("accuracy", accuracy);
        if (one.Loss is { } loss) WriteNumber("loss", loss);
        WriteValues("accuracyPerLabel", one.AccuracyPerLabel);
        WriteValues("lossPerLabel", one.LossPerLabel);
        WriteValues("metrics", one.Metrics);
        json.WriteTime("created", one.CreatedAt);
        json.WriteEndObject();
    }

    private void WriteValues(string name, NamedValues values)
    {
        if (values.Count == 0) return;
        json.WriteStartObject(name);
        foreach ((string key, object? value) in values.Pairs)
        {
            json.WritePropertyName(key);
            ReportNumbers.WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private void WriteNumber(string name, double value)
    {
        json.WritePropertyName(name);
        ReportNumbers.WriteDouble(json, value);
    }

    // As the API of a dashboard has them.
    private void WriteDistributions(ReportDistributions distributions)
    {
        json.WriteStartObject();
        json.WriteString("key", distributions.Shown[0].Key);
        json.WriteNumber("count", distributions.Count);
        json.WriteList("steps", distributions.Shown, WriteDistribution);
        json.WriteEndObject();
    }

    private void WriteDistribution(Distribution one)
    {
        json.WriteStartObject();
        json.WriteNumber("step", one.Step);
        json.WriteTime("time", one.Timestamp);
        json.WriteNumber("count", one.Count);
        if (one.NaNCount > 0) json.WriteNumber("nan", one.NaNCount);
        if (one.InfiniteCount > 0) json.WriteNumber("infinite", one.InfiniteCount);
        if (one.OutsideCount > 0) json.WriteNumber("outside", one.OutsideCount);
        foreach ((string name, double? value) in new[] { ("min", one.Min), ("max", one.Max), ("mean", one.Mean), ("deviation", one.StandardDeviation) })
        {
            if (value is { } known) WriteNumber(name, known);
        }

        json.WritePropertyName("edges");
        ReportNumbers.WriteCurve(json, [.. one.Edges]);
        json.WriteStartArray("counts");
        foreach (long count in one.Counts) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteLog(ReportLog? log)
    {
        if (log is null) return;
        json.WriteNumber("logCount", log.Count);
        json.WriteList("log", log.Last, entry =>
        {
            json.WriteStartArray();
            json.WriteNumberValue(ReportJson.Milliseconds(entry.LoggedAt));
            json.WriteStringValue(entry.ToString());
            if (entry.Stream is not null) json.WriteStringValue(entry.Stream);
            json.WriteEndArray();
        });
    }
}
