using ExperimentTracker.Values;

namespace ExperimentTracker.BuildServices;

/// <summary>GitHub Actions: issues are written as commands, the rest to files whose paths are in the environment.</summary>
internal sealed class GitHubBuild(BuildEnvironment environment) : BuildService(environment)
{
    // «Step isolation and limits» in the documentation of job summaries: 1 MiB per step; a larger summary is not shown at all.
    private const int MostSummaryBytes = 1 << 20;

    public override string Name => "GitHub Actions";

    public override int RemainingSummaryBytes
    {
        get
        {
            string path = FileOf("GITHUB_STEP_SUMMARY");
            long used = File.Exists(path) ? new FileInfo(path).Length : 0;
            return (int)Math.Max(0, MostSummaryBytes - used - Separator.Length);
        }
    }

    // An earlier command of the step may have omitted the end of its line.
    private static string Separator => "\n\n";

    public override IReadOnlyList<string> LogIssue(IssueSeverity severity, string title, string message) =>
    [
        GitHubCommand.Format(
            severity == IssueSeverity.Error ? "error" : "warning", CommandText.Neutralise(message), ("title", CommandText.Neutralise(title))),
    ];

    public override IReadOnlyList<string> SetVariable(string name, string value, bool asOutput)
    {
        Append(FileOf(asOutput ? "GITHUB_OUTPUT" : "GITHUB_ENV"), GitHubCommand.FileEntry(name, value), onNewLine: true);
        return [];
    }

    public override IReadOnlyList<string> AddTag(string tag) => [];

    public override IReadOnlyList<string> ShowProgress(int percent, string activity) => [];

    public override IReadOnlyList<string> PublishSummary(string markdown, string title)
    {
        string path = FileOf("GITHUB_STEP_SUMMARY");
        bool isFirst = !File.Exists(path) || new FileInfo(path).Length == 0;
        Append(path, isFirst ? markdown : Separator + markdown);
        return [];
    }

    private string FileOf(string variable) => Environment[variable] ?? throw BuildServiceErrors.VariableMissing(variable);
}
