using System.Globalization;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.BuildServices;

/// <summary>Azure Pipelines: everything is written as logging commands.</summary>
internal sealed class AzureBuild(BuildEnvironment environment) : BuildService(environment)
{
    // The service documents no limit; browsers render a page of this size without trouble.
    private const int MostSummaryBytes = 1 << 20;

    public override string Name => "Azure Pipelines";

    public override int RemainingSummaryBytes => MostSummaryBytes;

    public override IReadOnlyList<string> LogIssue(IssueSeverity severity, string title, string message) =>
    [
        AzureCommand.Format(
            "task.logissue", CommandText.Neutralise($"{title}: {message}"), ("type", severity == IssueSeverity.Error ? "error" : "warning")),
    ];

    public override IReadOnlyList<string> SetVariable(string name, string value, bool asOutput) =>
    [
        asOutput
            ? AzureCommand.Format("task.setvariable", value, ("variable", name), ("isOutput", "true"))
            : AzureCommand.Format("task.setvariable", value, ("variable", name)),
    ];

    // A colon is not allowed in a tag.
    public override IReadOnlyList<string> AddTag(string tag) =>
        [AzureCommand.Format("build.addbuildtag", CommandText.Neutralise(tag).Replace(":", "-", StringComparison.Ordinal))];

    public override IReadOnlyList<string> ShowProgress(int percent, string activity) =>
    [
        AzureCommand.Format(
            "task.setprogress", CommandText.Neutralise(activity), ("value", Math.Clamp(percent, 0, 100).ToString(CultureInfo.InvariantCulture))),
    ];

    // The service uses the file name as the title of the summary, and reads the file later, when it processes the command.
    public override IReadOnlyList<string> PublishSummary(string markdown, string title)
    {
        string folder = Path.Combine(Environment["AGENT_TEMPDIRECTORY"] ?? Path.GetTempPath(), $"experiment-{Guid.NewGuid():N}");
        string path = Path.GetFullPath(Path.Combine(folder, FileName(title)));
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BuildServiceErrors.FileUnavailable(folder, e);
        }

        Append(path, markdown);
        return [AzureCommand.Format("task.uploadsummary", path)];
    }

    private static string FileName(string title)
    {
        const int longest = 60;
        string safe = ArtifactRules.SafePath(string.Concat(title.Select(c => c is '/' or '\\' || char.IsControl(c) ? '-' : c))).Trim();
        return CommandText.Neutralise($"{(safe.Length > longest ? safe[..longest] : safe)}.md");
    }
}
