using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Formatting;

/// <content>
/// What is shown of records. Those that came back from a job or a file are objects with properties; they are shown too, with what is left
/// of them.
/// </content>
public static partial class DisplayText
{
    private const string Reset = "\u001b[0m";
    private const string Red = "\u001b[31m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Cyan = "\u001b[36m";

    /// <summary>The path of a run, followed by its name unless that was generated.</summary>
    public static string Run(Run run) => RunOf(run.Path, run.Name, run.Uid);

    /// <inheritdoc cref="Run(Run)"/>
    public static string Run(PSObject run) => RunOf(Property(run, "Path"), Property(run, "Name"), Property(run, "Uid"));

    /// <summary>The last value of each metric of a run on one line, the main metric first, with four significant digits.</summary>
    public static string Metrics(Run run) => Clean(string.Join(" ", MainMetric.Order(run).Select(m => $"{m.Name}={Number(m.Last, ShortDigits)}")));

    /// <inheritdoc cref="Metrics(Run)"/>
    public static string Metrics(PSObject run) => Values(run.Properties["Metrics"]?.Value is PSObject { BaseObject: IDictionary values } ? values : null);

    /// <summary>The first and the last step of a series, as PowerShell writes a range.</summary>
    public static string Steps(MetricSeries series) => series.Count == 0 ? "" : $"{series.Steps[0]}..{series.Steps[^1]}";

    /// <inheritdoc cref="Steps(MetricSeries)"/>
    public static string Steps(PSObject series) =>
        series.Properties["Steps"]?.Value is PSObject { BaseObject: IList { Count: > 0 } steps } ? $"{steps[0]}..{steps[^1]}" : "";

    /// <summary>The commit, branch and state of a work tree.</summary>
    public static string Git(RunOrigin? origin) => origin is null ? "" : GitOf(origin.GitCommit, origin.GitBranch, origin.GitDirty is true);

    /// <inheritdoc cref="Git(RunOrigin)"/>
    public static string Git(PSObject? origin) => origin is null
        ? ""
        : GitOf(Property(origin, "GitCommit"), Property(origin, "GitBranch"), origin.Properties["GitDirty"]?.Value is true);

    /// <summary>The goal of a series, for a narrow column.</summary>
    public static string Goal(MetricGoal? goal) => goal switch
    {
        MetricGoal.Minimize => "min",
        MetricGoal.Maximize => "max",
        _ => "",
    };

    /// <summary>A status in colour; PowerShell removes the colour for output without colours.</summary>
    public static string Status(RunStatus status) => Colour(status.ToString(), status switch
    {
        RunStatus.Running => Cyan,
        RunStatus.Succeeded => Green,
        RunStatus.Failed or RunStatus.Killed => Red,
        RunStatus.Cancelled => Yellow,
        _ => "",
    });

    /// <summary>The status before and after.</summary>
    public static string Change(StatusChange change) => change.From is null ? Status(change.To) : $"{change.From} → {Status(change.To)}";

    /// <summary>A stage in colour.</summary>
    public static string Stage(ModelStage stage) => Colour(stage.ToString(), stage switch
    {
        ModelStage.Production => Green,
        ModelStage.Staging => Yellow,
        _ => "",
    });

    /// <summary>The stage before and after.</summary>
    public static string Change(StageChange change) => change.From is null ? Stage(change.To) : $"{change.From} → {Stage(change.To)}";

    /// <summary>The result of a check, in colour.</summary>
    public static string Health(ArtifactHealth health) => Colour(health.ToString(), health switch
    {
        ArtifactHealth.Intact => Green,
        ArtifactHealth.NotStored => "",
        _ => Red,
    });

    /// <summary>The values before and after, for a deserialized change.</summary>
    public static string Change(PSObject change) => Clean(Property(change, "From") is { } from ? $"{from} → {Property(change, "To")}" : Property(change, "To") ?? "");

    private static string RunOf(string? path, string? name, string? uid) => Clean(name == $"run-{uid}" ? $"{path}" : $"{path} {name}");

    private static string GitOf(string? commit, string? branch, bool dirty) => string.IsNullOrEmpty(commit)
        ? ""
        : Clean($"{commit[..Math.Min(10, commit.Length)]}{(branch is null ? "" : $" on {branch}")}{(dirty ? ", with changes" : "")}");

    private static string? Property(PSObject record, string name) => record.Properties[name]?.Value?.ToString();

    /// <summary>The severity of a finding, in colour.</summary>
    public static string Severity(FindingSeverity severity) => Colour(severity.ToString(), severity switch
    {
        FindingSeverity.Error => Red,
        FindingSeverity.Warning => Yellow,
        _ => "",
    });

    private static string Colour(string text, string code) => code.Length == 0 ? text : $"{code}{text}{Reset}";
}
