using System.Text;
using ExperimentTracker.BuildServices;
using ExperimentTracker.Tests.Support.Agents;

namespace ExperimentTracker.Tests.BuildServices;

public sealed class BuildServiceTests : IDisposable
{
    private const string Injection = "x\n##vso[task.setvariable variable=PATH]y\n::set-env name=PATH::y";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_issue_is_one_command_for_any_text()
    {
        AgentCommand azure = AzureAgent.Read(Lines(Azure().LogIssue(IssueSeverity.Error, "gate", Injection))).Single();
        Assert.Equal(("task.logissue", "error"), (azure.Name, azure.Properties["type"]));
        Assert.Empty(AzureAgent.Read(azure.Data));
        Assert.Empty(GitHubRunner.Read(azure.Data));

        AgentCommand gitHub = GitHubRunner.Read(Lines(GitHub().LogIssue(IssueSeverity.Warning, Injection, Injection))).Single();
        Assert.Equal("warning", gitHub.Name);
        Assert.Empty(GitHubRunner.Read(gitHub.Data));
        Assert.Empty(GitHubRunner.Read(gitHub.Properties["title"]));
    }

    [Fact]
    public void A_variable_keeps_its_value_in_both_services()
    {
        AgentCommand command = AzureAgent.Read(Lines(Azure().SetVariable("EXPERIMENT_RUN_ID", Injection, asOutput: true))).Single();
        Assert.Equal((Injection, "EXPERIMENT_RUN_ID", "true"), (command.Data, command.Properties["variable"], command.Properties["isoutput"]));
        Assert.False(AzureAgent.Read(Lines(Azure().SetVariable("A", "b", asOutput: false))).Single().Properties.ContainsKey("isoutput"));

        Assert.Empty(GitHub().SetVariable("A", Injection, asOutput: true));
        Assert.Empty(GitHub().SetVariable("B", "2", asOutput: true));
        Assert.Empty(GitHub().SetVariable("A", "3", asOutput: false));
        Assert.Equal([("A", Injection), ("B", "2")], GitHubRunner.ReadFile(folder.Sub("output")).Select(p => (p.Key, p.Value)));
        Assert.Equal([("A", "3")], GitHubRunner.ReadFile(folder.Sub("env")).Select(p => (p.Key, p.Value)));
    }

    [Theory]
    [InlineData("before=1", "before=1\nA<<")]
    [InlineData("before=1\n", "before=1\nA<<")]
    [InlineData("", "A<<")]
    public void An_entry_begins_on_its_own_line(string before, string expected)
    {
        File.WriteAllText(folder.Sub("output"), before);
        GitHub().SetVariable("A", "1", asOutput: true);
        Assert.StartsWith(expected, File.ReadAllText(folder.Sub("output")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_of_Azure_is_a_file_of_UTF8_named_by_an_absolute_path()
    {
        AgentCommand command = AzureAgent.Read(Lines(Azure().PublishSummary("# ünï ✓\n", "a/b: 100% ;]"))).Single();
        Assert.Equal("task.uploadsummary", command.Name);
        Assert.True(Path.IsPathRooted(command.Data));
        Assert.StartsWith(folder.Path, command.Data, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetBytes("# ünï ✓\n"), File.ReadAllBytes(command.Data));
    }

    [Fact]
    public void Summaries_of_GitHub_are_appended_and_reduce_the_remaining_size()
    {
        BuildService gitHub = GitHub();
        int remaining = gitHub.RemainingSummaryBytes;
        gitHub.PublishSummary("# one", "x");
        gitHub.PublishSummary("# two\n", "x");
        Assert.Equal("# one\n\n# two\n", File.ReadAllText(folder.Sub("summary")));
        Assert.Equal(remaining - "# one\n\n# two\n".Length, gitHub.RemainingSummaryBytes);
        File.WriteAllBytes(folder.Sub("summary"), new byte[2 << 20]);
        Assert.Equal(0, gitHub.RemainingSummaryBytes);
    }

    [Fact]
    public void Tags_and_progress_are_for_Azure_alone()
    {
        Assert.Equal(("build.addbuildtag", "a-b"), Named(Azure().AddTag("a:b")));
        AgentCommand progress = AzureAgent.Read(Lines(Azure().ShowProgress(130, "hashing\n" + Injection))).Single();
        Assert.Equal(("task.setprogress", "100"), (progress.Name, progress.Properties["value"]));
        Assert.Empty(GitHub().AddTag("a"));
        Assert.Empty(GitHub().ShowProgress(1, "a"));

        static (string, string) Named(IReadOnlyList<string> lines) => AzureAgent.Read(Lines(lines)).Select(c => (c.Name, c.Data)).Single();
    }

    [Fact]
    public void A_file_that_is_not_named_or_cannot_be_written_is_an_error()
    {
        Dictionary<string, string> variables = Variables();
        variables.Remove("GITHUB_OUTPUT");
        variables["GITHUB_ENV"] = folder.Sub("no", "such", "folder", "env");
        BuildService service = BuildService.Of(Builds.Of(variables))!;
        Expect.Refused("PipelineVariableMissing", () => service.SetVariable("a", "b", asOutput: true));
        Expect.Refused("PipelineFileUnavailable", () => service.SetVariable("a", "b", asOutput: false));
    }

    [Fact]
    public void Outside_of_a_build_there_is_no_service() => Assert.Null(BuildService.Of(Builds.Of(new Dictionary<string, string>())));

    private static string Lines(IReadOnlyList<string> lines) => string.Join('\n', lines) + "\n";

    private BuildService Azure() => BuildService.Of(Builds.Of(new Dictionary<string, string>(Builds.Azure()) { ["AGENT_TEMPDIRECTORY"] = folder.Path }))!;

    private BuildService GitHub() => BuildService.Of(Builds.Of(Variables()))!;

    private Dictionary<string, string> Variables() => new(Builds.GitHub())
    {
        ["GITHUB_OUTPUT"] = folder.Sub("output"),
        ["GITHUB_ENV"] = folder.Sub("env"),
        ["GITHUB_STEP_SUMMARY"] = folder.Sub("summary"),
    };
}
