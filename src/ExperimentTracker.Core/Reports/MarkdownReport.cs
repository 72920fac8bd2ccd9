using System.Globalization;
using System.Text;
using ExperimentTracker.Values;

namespace ExperimentTracker.Reports;

/// <summary>Writes a report as Markdown for GitHub and Azure DevOps: tables, and curves as block characters.</summary>
internal static class MarkdownReport
{
    private const int SparklineWidth = 16;

    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="to">Receives the file, in UTF-8.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public static void Write(RunReport report, Stream to, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        text.Append($"# {MarkdownText.Inline(report.Title)}\n");
        if (report.Kind == ReportKind.Run) MarkdownRun.Write(text, report.Runs[0]);
        else MarkdownRuns.Write(text, report, cancellation);
        text.Append(CultureInfo.InvariantCulture, $"\n---\nExported {Time(report.ExportedAt)} by ExperimentTracker. ")
            .Append(CultureInfo.InvariantCulture, $"Times are in UTC{report.ExportedAt:zzz}.\n");
        to.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>A heading with an empty line on each side.</summary>
    internal static void Heading(StringBuilder text, string title) => text.Append($"\n## {title}\n\n");

    /// <summary>Writes a user's text as a paragraph; nothing for an empty text.</summary>
    internal static void Description(StringBuilder text, string? description)
    {
        if (string.IsNullOrWhiteSpace(description)) return;
        text.Append($"\n{MarkdownText.Paragraph(description)}\n");
    }

    /// <summary>Writes a table of names and values under a heading; nothing if there are none.</summary>
    internal static void Facts(StringBuilder text, string title, IEnumerable<KeyValuePair<string, string?>> facts)
    {
        KeyValuePair<string, string?>[] list = [.. facts];
        if (list.Length == 0) return;
        Heading(text, title);
        var table = new MarkdownTable(text, ("Name", false), ("Value", false));
        foreach ((string name, string? value) in list) table.Add(MarkdownText.Inline(name), MarkdownText.Inline(value ?? ""));
    }

    /// <summary>Writes a table of the artifacts of runs under a heading. If there are several runs, each artifact is shown with its run.</summary>
    internal static void Artifacts(StringBuilder text, IReadOnlyList<ReportRun> runs)
    {
        if (runs.All(r => r.Artifacts.Count == 0)) return;
        Heading(text, "Artifacts");
        (string, bool)[] owner = runs.Count > 1 ? [("Run", false)] : [];
        var table = new MarkdownTable(text, [.. owner, ("Key", false), ("What", false), ("Digest or place", false)]);
        foreach ((Run run, Artifact artifact) in runs.SelectMany(r => r.Artifacts.Select(a => (r.Run, a.Artifact))))
        {
            string[] whose = runs.Count > 1 ? [run.Path] : [];
            string[] cells = [.. whose, artifact.ToString(), ReportFacts.Describe(artifact), ReportFacts.PlaceOf(artifact)];
            table.Add(cells.Select(MarkdownText.Inline));
        }
    }

    /// <summary>Formats tags on one line.</summary>
    internal static string Tags(NamedValues tags) =>
        string.Join(", ", ReportFacts.Tags(tags).Select(t => MarkdownText.Inline(t.Value is null ? t.Key : $"{t.Key}={t.Value}")));

    /// <summary>The curve of a metric as a line of block characters; empty if it has none.</summary>
    internal static string Sparkline(ReportRun run, Metric metric) =>
        run.Curves.FirstOrDefault(c => string.Equals(c.Name, metric.Name, StringComparison.OrdinalIgnoreCase)) is { } curve
            ? Sparklines.Draw(curve.Values, SparklineWidth)
            : "";

    /// <summary>Formats a date and time, to the minute.</summary>
    internal static string Time(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>Formats a duration.</summary>
    internal static string Duration(TimeSpan? duration) => duration is { } span ? ReadableText.Duration(span, CultureInfo.InvariantCulture) : "–";
}
