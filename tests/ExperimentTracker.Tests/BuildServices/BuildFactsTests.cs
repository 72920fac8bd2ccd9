using ExperimentTracker.BuildServices;
using ExperimentTracker.Redaction;
using ExperimentTracker.Tests.Support.Agents;

namespace ExperimentTracker.Tests.BuildServices;

public sealed class BuildFactsTests
{
    private static readonly SecretRedactor NoneKnown = new([]);

    [Fact]
    public void A_build_of_Azure_Pipelines_is_recognised_by_its_variables()
    {
        string[] expected =
        [
            "ci.provider=azure-pipelines", "ci.build-id=4711", "ci.build-number=20260307.2", "ci.definition=nightly training", "ci.repository=vision",
            "ci.commit=5c0ffee5c0ffee5c0ffee5c0ffee5c0ffee5c0ff", "ci.branch=feature/lr", "ci.stage=Train", "ci.job=gpu", "ci.attempt=2",
            "ci.agent=agent 7", "ci.url=https://dev.azure.com/fabrikam/Vision%20Team/_build/results?buildId=4711",
        ];
        Assert.Equal(expected, Facts(Builds.Azure()));
    }

    [Fact]
    public void A_workflow_of_GitHub_Actions_is_recognised_by_its_variables()
    {
        string[] expected =
        [
            "ci.provider=github-actions", "ci.build-id=987654321", "ci.build-number=42", "ci.definition=train", "ci.repository=octo/vision",
            "ci.commit=ba5eba11ba5eba11ba5eba11ba5eba11ba5eba11", "ci.branch=main", "ci.job=evaluate", "ci.attempt=3", "ci.agent=GitHub Actions 12",
            "ci.url=https://github.com/octo/vision/actions/runs/987654321/attempts/3",
        ];
        Assert.Equal(expected, Facts(Builds.GitHub()));
    }

    [Fact]
    public void A_pull_request_has_its_number_and_the_branch_it_comes_from()
    {
        Dictionary<string, string> azure = Builds.Azure();
        azure["BUILD_SOURCEBRANCH"] = "refs/pull/17/merge";
        azure["SYSTEM_PULLREQUEST_SOURCEBRANCH"] = "refs/heads/fix/leak";
        azure["SYSTEM_PULLREQUEST_PULLREQUESTID"] = "17";
        Assert.Superset(new HashSet<string> { "ci.branch=fix/leak", "ci.pull-request=17" }, Facts(azure).ToHashSet());

        Dictionary<string, string> gitHub = Builds.GitHub();
        gitHub["GITHUB_REF"] = "refs/pull/18/merge";
        gitHub["GITHUB_HEAD_REF"] = "fix/leak";
        Assert.Superset(new HashSet<string> { "ci.branch=fix/leak", "ci.pull-request=18" }, Facts(gitHub).ToHashSet());
    }

    [Fact]
    public void A_tag_is_not_treated_as_a_branch()
    {
        Dictionary<string, string> gitHub = Builds.GitHub();
        gitHub["GITHUB_REF"] = "refs/tags/v1";
        Assert.Contains("ci.branch=refs/tags/v1", Facts(gitHub));
    }

    [Fact]
    public void No_other_environment_variables_are_read()
    {
        foreach (Dictionary<string, string> variables in new[] { Builds.Azure(), Builds.GitHub() })
        {
            var asked = new HashSet<string>(StringComparer.Ordinal);
            var environment = new BuildEnvironment(name =>
            {
                asked.Add(name);
                return variables.GetValueOrDefault(name);
            });
            string all = string.Join('\n', BuildFacts.Of(environment, NoneKnown).Pairs.Select(p => p.Value));
            Assert.DoesNotContain(asked, name => name.Contains("TOKEN", StringComparison.Ordinal) || name.Contains("MESSAGE", StringComparison.Ordinal));
            Assert.DoesNotContain("token-value", all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Missing_and_empty_variables_add_no_tag()
    {
        Assert.Equal(["ci.provider=azure-pipelines"], Facts(new() { ["TF_BUILD"] = "True", ["BUILD_BUILDID"] = "", ["BUILD_DEFINITIONNAME"] = " " }));
        Assert.Equal(["ci.provider=github-actions"], Facts(new() { ["GITHUB_ACTIONS"] = "true" }));
    }

    [Theory]
    [InlineData("TF_BUILD", "False")]
    [InlineData("GITHUB_ACTIONS", "")]
    [InlineData("CI", "true")]
    public void Outside_of_a_build_there_are_no_facts(string name, string value) => Assert.Empty(Facts(new() { [name] = value }));

    [Fact]
    public void A_secret_in_a_variable_is_redacted()
    {
        Dictionary<string, string> azure = Builds.Azure();
        azure["SYSTEM_COLLECTIONURI"] = "https://user:hush-hush@tfs.example/";
        azure["BUILD_BUILDNUMBER"] = "build with-a-known-value";
        NamedValues facts = BuildFacts.Of(Builds.Of(azure), new SecretRedactor(["with-a-known-value"]));
        Assert.Equal("https://***@tfs.example/Vision%20Team/_build/results?buildId=4711", facts["ci.url"]);
        Assert.Equal("build ***", facts["ci.build-number"]);
    }

    private static IEnumerable<string> Facts(Dictionary<string, string> variables) =>
        BuildFacts.Of(Builds.Of(variables), NoneKnown).Pairs.Select(p => $"{p.Key}={p.Value}");
}
