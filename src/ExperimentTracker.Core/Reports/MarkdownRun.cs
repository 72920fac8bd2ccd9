using System.Globalization;
using System.Text;

namespace ExperimentTracker.Reports;

/// <summary>The Markdown of a report about one run.</summary>
internal static class MarkdownRun
{
    /// <summary>Writes everything after the title.</summary>
    public static void Write(StringBuilder text, ReportRun entry)
    {
        Run run = entry.Run;
        string[] about =
        [
            run.Name == $"run-{run.Uid}" ? "" : MarkdownText.Inline(run.Name),
            run.Status.ToString(),
            MarkdownReport.Time(run.StartedAt ?? run.CreatedAt),
            MarkdownReport.Duration(run.Duration),
            MarkdownReport.Tags(run.Tags),
        ];
        text.Append($"\n{string.Join(" · ", about.Where(part => part.Length > 0))}\n");
        MarkdownReport.Description(text, run.Description);
        if (ReportFacts.Error(run) is { } error) text.Append($"\n{MarkdownText.Block(error)}\n");
        Metrics(text, entry);
        MarkdownReport.Facts(text, "Parameters", ReportFacts.Parameters(run));
        MarkdownReport.Facts(text, "Data and models", ReportFacts.Data(entry));
        MarkdownReport.Artifacts(text, [entry]);
        MarkdownReport.Facts(text, "Code", ReportFacts.Code(run.Origin));
        MarkdownReport.Facts(text, "Environment", ReportFacts.Environment(run.Origin));
        MarkdownReport.Facts(text, "Identity", ReportFacts.Place(run));
    }

    private static void Metrics(StringBuilder text, ReportRun entry)
    {
        IReadOnlyList<Metric> metrics = ReportMetrics.Ranked([entry]);
        if (metrics.Count == 0) return;
        MarkdownReport.Heading(text, "Metrics");
        var table = new MarkdownTable(
            text,
            [("Metric", false), .. new[] { "Last", "Best", "Min", "Max", "Mean", "Points" }.Select(head => (head, true)), ("Trend", false)]);
        foreach (Metric metric in metrics)
        {
            table.Add(
                MarkdownText.Inline(metric.Unit is null ? metric.Name : $"{metric.Name}, {metric.Unit}"),
                ReportFacts.Number(metric.Last),
                ReportFacts.Number(metric.Best),
                ReportFacts.Number(metric.Min),
                ReportFacts.Number(metric.Max),
                ReportFacts.Number(metric.Mean),
                metric.Count.ToString("N0", CultureInfo.InvariantCulture),
                MarkdownReport.Sparkline(entry, metric));
        }
    }
}
