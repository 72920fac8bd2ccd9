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

    // Metrics whose dependence on the parameters is calculated for an experiment.
    private const int MostTargets = 4;

    // Runs it is calculated from: with more, it takes longer and hardly differs.
    private const int MostRuns = 2000;

    private readonly Utf8JsonWriter json;
    private readonly RunReport report;
    private readonly HtmlReportNames names;

    private HtmlReportData(RunReport report, Utf8JsonWriter json) => (this.report, this.json, names) = (report, json, new HtmlReportNames(report));

    /// <summary>Writes the report.</summary>
    public static void Write(RunReport report, Stream to, CancellationToken cancellation)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
        using var json = new Utf8JsonWriter(to, options);
        new HtmlReportData(report, json).Write(cancellation);
    }

    private void Write(CancellationToken cancellation)
    {
        json.WriteStartObject();
        json.WriteString("kind", report.Kind.ToString().ToLowerInvariant());
        json.WriteString("title", report.Title);
        json.WriteTime("exportedAt", report.ExportedAt);
        json.WriteNumber("runsWithoutCurves", report.RunsWithoutCurves);
        json.WriteList("experiments", names.Experiments, WriteExperiment);
        json.WriteString("ranking", report.Ranking.Title);
        IReadOnlyList<Metric> metrics = ReportMetrics.Ranked(report.Runs);
        json.WriteList("metrics", metrics, WriteMetric);
        var writer = new HtmlReportRun(json, names);
        IReadOnlyList<string> paths = RunColumns.NamesOf([.. report.Runs.Select(r => r.Run)]);
        json.WriteList("runs", report.Runs.Zip(paths), run =>
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(run.First, run.Second);
            if (json.BytesPending > FlushAt) json.Flush();
        });
        json.WriteList("parameters", names.Parameters.Names, json.WriteStringValue);
        json.WriteList("origins", names.Origins, WriteOrigin);
        json.WriteList("importance", Importance(metrics, cancellation), WriteImportance);
        json.WriteEndObject();
    }

    // An experiment of a run that was exported together with another experiment has only its name.
    private void WriteExperiment(ReportExperimentName known)
    {
        json.WriteStartObject();
        json.WriteString("id", known.Id);
        json.WriteString("name", known.Name);
        json.WriteString("project", known.Project);
        if (known.Content is { } content)
        {
            json.WriteTime("created", content.Experiment.CreatedAt);
            json.WriteText("description", content.Experiment.Description);
            json.WritePairs("tags", ReportFacts.Tags(content.Experiment.Tags));
            json.WritePairs("config", ReportFacts.Config(content.Experiment.Config));
            json.WritePairs("datasets", ReportFacts.Datasets(content));
            HtmlReportArtifacts.Write(json, content.Artifacts);
        }

        json.WriteEndObject();
    }

    private void WriteMetric(Metric metric)
    {
        names.Metrics.NumberOf(metric.Name);
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        json.WriteText("unit", metric.Unit);
        json.WriteText("goal", metric.Goal?.ToString());
        if (metric.Goal is { } goal) WriteRanked(metric.Name, goal);
        json.WriteEndObject();
    }

    private void WriteRanked(string metric, MetricGoal goal)
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

    private void WriteOrigin(RunOrigin origin)
    {
        json.WriteStartObject();
        json.WriteText("user", origin.User);
        json.WriteText("host", origin.Host);
        json.WritePairs("code", ReportFacts.Code(origin));
        json.WritePairs("environment", ReportFacts.Environment(origin));
        json.WriteEndObject();
    }

    // Parameters of several experiments mean different things.
    private IEnumerable<ReportImportance> Importance(IReadOnlyList<Metric> metrics, CancellationToken cancellation)
    {
        Metric[] targets = [.. metrics.Where(metric => metric.Goal is not null).Take(MostTargets)];
        foreach (IGrouping<string, Run> runs in report.Runs.Select(r => r.Run).GroupBy(run => run.ExperimentId))
        {
            foreach (Metric target in targets)
            {
                cancellation.ThrowIfCancellationRequested();
                Run[] used = [.. runs.Where(run => run.Metrics[target.Name] is double value && double.IsFinite(value)).Take(MostRuns)];
                IReadOnlyList<ParameterImportance> found = ParameterImportance.Of(used, target.Name);
                if (found.Count > 0) yield return new(names.ExperimentOf(used[0]), names.Metrics.NumberOf(target.Name), used.Length, found);
            }
        }
    }

    private void WriteImportance(ReportImportance importance)
    {
        json.WriteStartObject();
        json.WriteNumber("experiment", importance.Experiment);
        json.WriteNumber("metric", importance.Metric);
        json.WriteNumber("runs", importance.Runs);
        json.WriteList("parameters", importance.Parameters, one =>
        {
            json.WriteStartArray();
            json.WriteStringValue(one.Name);
            ReportNumbers.WriteShort(json, one.Importance);
            ReportNumbers.WriteShort(json, one.Correlation);
            json.WriteBooleanValue(one.IsNumeric);
            json.WriteEndArray();
        });
        json.WriteEndObject();
    }

    private sealed record ReportImportance(int Experiment, int Metric, int Runs, IReadOnlyList<ParameterImportance> Parameters);
}
