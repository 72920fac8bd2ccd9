using System.Management.Automation;
using ExperimentTracker.Progress;
using ExperimentTracker.Reports;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Writes a report about runs or experiments as one file.</summary>
[Cmdlet(VerbsData.Export, "RunReport", DefaultParameterSetName = RunSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRunReportCommand : RunGatheringCommand
{
    /// <summary>The file to write; an existing one is replaced. Defaults to report.html or report.md in the current folder.</summary>
    [Parameter(Position = 0)]
    [PSDefaultValue(Help = "report.html, or report.md")]
    public string? Path { get; set; }

    /// <summary>The format. Defaults to that of the file extension: Markdown for .md and .markdown, else HTML.</summary>
    [Parameter]
    [PSDefaultValue(Help = "by the name of the file")]
    public ReportFormat? As { get; set; }

    /// <summary>Does not replace an existing file.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a file that is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private ReportFormat Format => As ?? (
        System.IO.Path.GetExtension(Path)?.ToLowerInvariant() is ".md" or ".markdown" ? ReportFormat.Markdown : ReportFormat.Html);

    private string Destination =>
        FilePaths.Literal(Session, string.IsNullOrEmpty(Path) ? (Format == ReportFormat.Html ? "report.html" : "report.md") : Path);

    /// <inheritdoc/>
    protected override void Begin() => ReportFile.Check(Destination, NoClobber, Force);

    private protected override void Process(IReadOnlyList<ReportSource> sources)
    {
        string path = Destination;
        int count = sources.Sum(s => s.Runs.Count);
        if (!ShouldProcess(path, $"Export a report of {count} {(count == 1 ? "run" : "runs")}")) return;
        using var progress = new CountProgress(this, "Exporting a report", "runs", count);
        RunReport report = ReportBuilder.Build(sources, Title, progress, Cancellation) with { Ranking = Ranking };
        ReportFile.Write(path, stream => ReportWriter.Write(report, Format, stream, Cancellation));
        if (Session.HasFileSystem) WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
        else WriteObject(new FileInfo(path));
    }
}
