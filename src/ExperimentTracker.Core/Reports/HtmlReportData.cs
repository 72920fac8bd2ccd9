using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ExperimentTracker.Comparison;

namespace ExperimentTracker.Reports;

/// <summary>
/// Writes a report as the JSON that its page shows. Names are numbered and written once; numbers that JSON lacks are strings: <c>"NaN"</c>. The JSON
/// is safe in a script element: <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c>, quotes and the line ends that are special in scripts (U+2028 and U+2029) are
/// escaped in strings, so nothing in it ends the element or starts a comment.
/// </summary>
internal sealed class HtmlReportData
{
    private const int FlushAt = 1 << 16;

    private readonly Utf8JsonWriter json;
    private readonly NameTable parameters = new();
    private readonly NameTable metrics = new();
    private readonly List<RunOrigin> origins = [];
    private readonly Dictionary<RunOrigin, int> originNumbers = [];

    private HtmlReportData(Utf8JsonWriter json) => this.json = json;

    /// <summary>Writes the report.</summary>
    public static void Write(RunReport report, Stream to, CancellationToken cancellation)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
        using var json = new Utf8JsonWriter(to, options);
        new HtmlReportData(json).Write(report, cancellation);
    }

    private void Write(RunReport report, CancellationToken cancellation)
    {
        json.WriteStartObject();
        json.WriteString("kind", report.Kind.ToString().ToLowerInvariant());
        json.WriteString("title", report.Title);
        json.WriteNumber("exportedAt", Milliseconds(report.ExportedAt));
        json.WriteNumber("runsWithoutCurves", report.RunsWithoutCurves);
        json.WriteList("experiments", report.Experiments, WriteExperiment);
        json.WriteString("ranking", report.Ranking.Title);
        json.WriteList("metrics", ReportMetrics.Ranked(report.Runs), metric => WriteMetric(metric, report));
        IReadOnlyList<string> paths = RunColumns.NamesOf([.. report.Runs.Select(r => r.Run)]);
        json.WriteList("runs", report.Runs.Zip(paths), run =>
        {
            cancellation.ThrowIfCancellationRequested();
            WriteRun(run.First, run.Second);
            if (json.BytesPending > FlushAt) json.Flush();
        });
        json.WriteList("parameters", parameters.Names, json.WriteStringValue);
        json.WriteList("origins", origins, origin =>
        {
            json.WriteStartObject();
            json.WritePairs("code", ReportFacts.Code(origin));
            json.WritePairs("environment", ReportFacts.Environment(origin));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private void WriteExperiment(ReportExperiment experiment)
    {
        json.WriteStartObject();
        json.WriteString("name", experiment.Experiment.Name);
        json.WriteString("project", experiment.Experiment.Project);
        json.WriteText("description", experiment.Experiment.Description);
        json.WritePairs("tags", ReportFacts.Tags(experiment.Experiment.Tags));
        json.WritePairs("config", ReportFacts.Config(experiment.Experiment.Config));
        json.WritePairs("datasets", ReportFacts.Datasets(experiment));
        WriteArtifacts(experiment.Artifacts);
        json.WriteEndObject();
    }

    private void WriteRun(ReportRun entry, string path)
    {
        Run run = entry.Run;
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("path", path);
        json.WriteString("name", run.Name);
        json.WriteString("status", run.Status.ToString());
        json.WriteNumber("created", Milliseconds(run.CreatedAt));
        if (run.StartedAt is { } started) json.WriteNumber("started", Milliseconds(started));
        if (run.Duration is { } duration) json.WriteNumber("duration", Math.Round(duration.TotalMilliseconds));
        json.WriteText("description", run.Description);
        json.WriteText("error", ReportFacts.Error(run));
        json.WriteNumber("origin", NumberOf(run.Origin));
        json.WritePairs("place", ReportFacts.Place(run));
        json.WritePairs("tags", ReportFacts.Tags(run.Tags));
        json.WriteList("p", FlatValues.Of(run.Parameters), p =>
        {
            json.WriteStartArray();
            json.WriteNumberValue(parameters.NumberOf(p.Key));
            ReportNumbers.WriteValue(json, p.Value);
            json.WriteEndArray();
        });
        json.WriteList("m", run.MetricStatistics.Pairs, m => WriteStatistics((Metric)m.Value!));
        json.WriteList("c", entry.Curves, WriteCurve);
        json.WritePairs("data", ReportFacts.Data(entry));
        WriteArtifacts(entry.Artifacts);
        json.WriteEndObject();
    }

    private void WriteMetric(Metric metric, RunReport report)
    {
        metrics.NumberOf(metric.Name);
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        json.WriteText("unit", metric.Unit);
        json.WriteText("goal", metric.Goal?.ToString());
        if (metric.Goal is { } goal) WriteRanked(metric.Name, goal, report);
        json.WriteEndObject();
    }

    private void WriteRanked(string metric, MetricGoal goal, RunReport report)
    {
        Run[] runs = [.. report.Runs.Select(r => r.Run)];
        IReadOnlyList<Run> ranked = report.Ranking.Rank(runs, metric, goal);
        if (ranked.Count == 0) return;
        Dictionary<Run, int> numbers = new(ReferenceEqualityComparer.Instance);
        foreach ((int number, Run run) in runs.Select((run, i) => (i, run))) numbers[run] = number;
        json.WriteList("ranked", ranked, run => json.WriteNumberValue(numbers[run]));
        json.WritePropertyName("best");
        ReportNumbers.WriteDouble(json, report.Ranking.ValueOf(ranked[0], metric, goal));
    }

    private int NumberOf(RunOrigin origin)
    {
        // The process differs for every run and is not shown.
        RunOrigin shown = origin with { Process = null };
        if (originNumbers.TryGetValue(shown, out int number)) return number;
        origins.Add(shown);
        return originNumbers[shown] = origins.Count - 1;
    }

    private void WriteStatistics(Metric metric)
    {
        json.WriteStartArray();
        json.WriteNumberValue(metrics.NumberOf(metric.Name));
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
        json.WriteNumberValue(metrics.NumberOf(series.Name));
        ReportNumbers.WriteSteps(json, series.Steps);
        ReportNumbers.WriteCurve(json, series.Values);
        json.WriteEndArray();
    }

    private void WriteArtifacts(IReadOnlyList<ReportArtifact> artifacts) => json.WriteList("artifacts", artifacts, entry =>
    {
        Artifact artifact = entry.Artifact;
        json.WriteStartObject();
        json.WriteString("key", artifact.ToString());
        json.WriteString("what", ReportFacts.Describe(artifact));
        json.WriteString("place", ReportFacts.PlaceOf(artifact));
        json.WriteText("digest", artifact.Digest);
        json.WriteList("images", entry.Images, image =>
        {
            json.WriteStartArray();
            json.WriteStringValue(image.File ?? artifact.ToString());
            json.WriteStringValue(image.MediaType);
            json.WriteBase64StringValue(image.Content.Span);
            json.WriteEndArray();
        });
        json.WriteEndObject();
    });

    private static long Milliseconds(DateTime time) => (long)(time.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds;
}
