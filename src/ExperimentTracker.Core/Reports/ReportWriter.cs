namespace ExperimentTracker.Reports;

/// <summary>Writes a report in a given format.</summary>
public static class ReportWriter
{
    /// <summary>Writes the report in UTF-8.</summary>
    public static void Write(RunReport report, ReportFormat format, Stream to, CancellationToken cancellation)
    {
        if (format == ReportFormat.Html) HtmlReport.Write(report, to, cancellation);
        else MarkdownReport.Write(report, to, cancellation);
    }
}
