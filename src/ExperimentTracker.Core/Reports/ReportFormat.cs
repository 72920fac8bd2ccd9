namespace ExperimentTracker.Reports;

/// <summary>The form a report is written in.</summary>
public enum ReportFormat
{
    /// <summary>One HTML file that needs nothing beside it.</summary>
    Html,

    /// <summary>Markdown, as GitHub and Azure DevOps show it.</summary>
    Markdown,
}
