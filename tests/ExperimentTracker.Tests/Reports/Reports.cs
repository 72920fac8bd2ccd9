using System.Text;
using System.Text.Json;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Reports;

namespace ExperimentTracker.Tests.Reports;

/// <summary>Creates reports and parses them.</summary>
public static class Reports
{
    private const string Opening = "<script id=\"data\" type=\"application/json\">";

    public static ReportSource OfRuns(IExperimentStore store, params Run[] runs) => new(store, runs, []);

    public static ReportSource OfExperiment(IExperimentStore store, Experiment experiment) => new(
        store, [.. store.Runs.Query(new RunQuery { ExperimentIds = [experiment.Id] }, CancellationToken.None)], [experiment]);

    public static RunReport Build(params ReportSource[] sources) => ReportBuilder.Build(sources, null, null, CancellationToken.None);

    public static byte[] Html(params ReportSource[] sources) => Write(Build(sources), ReportFormat.Html);

    public static string Markdown(params ReportSource[] sources) => Encoding.UTF8.GetString(Write(Build(sources), ReportFormat.Markdown));

    /// <summary>The JSON data of a page, as a browser would find it: up to the first end tag of a script.</summary>
    public static JsonElement DataOf(byte[] html)
    {
        string text = Encoding.UTF8.GetString(html);
        int from = text.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        return JsonDocument.Parse(text[from..text.IndexOf("</script", from, StringComparison.OrdinalIgnoreCase)]).RootElement;
    }

    private static byte[] Write(RunReport report, ReportFormat format)
    {
        using var stream = new MemoryStream();
        ReportWriter.Write(report, format, stream, CancellationToken.None);
        return stream.ToArray();
    }
}
