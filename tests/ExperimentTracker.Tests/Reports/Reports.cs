using System.Text;
using System.Text.Json;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Reports;

namespace ExperimentTracker.Tests.Reports;

/// <summary>Makes reports and takes them apart.</summary>
public static class Reports
{
    private const string Opening = "<script id=\"data\" type=\"application/json\">";

    public static ReportSource OfRuns(IExperimentStore store, params Run[] runs) => new(store, runs, []);

    public static ReportSource OfExperiment(IExperimentStore store, Experiment experiment) => new(
        store, [.. store.Runs.Query(new RunQuery { ExperimentIds = [experiment.Id] }, CancellationToken.None)], [experiment]);

    public static RunReport Build(params ReportSource[] sources) => ReportBuilder.Build(sources, null, null, CancellationToken.None);

    public static byte[] Html(params ReportSource[] sources) => Write(Build(sources), ReportFormat.Html);

    public static string Markdown(params ReportSource[] sources) => Encoding.UTF8.GetString(Write(Build(sources), ReportFormat.Markdown));

    /// <summary>The JSON that a page holds, as a browser cuts it out: up to the first end of a script.</summary>
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
