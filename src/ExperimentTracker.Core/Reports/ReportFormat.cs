namespace ExperimentTracker.Reports;

/// <summary>The format of a report.</summary>
public enum ReportFormat
{
    /// <summary>One self-contained HTML file.</summary>
    Html,

    /// <summary>Markdown for GitHub and Azure DevOps.</summary>
    Markdown,
}
