using ExperimentTracker.BuildServices;

namespace ExperimentTracker.Tests.Support.Agents;

/// <summary>The environment variables of builds, as the services document them, and others that must never be stored.</summary>
public static class Builds
{
    public static Dictionary<string, string> Azure() => new(StringComparer.Ordinal)
    {
        ["TF_BUILD"] = "True",
        ["BUILD_BUILDID"] = "4711",
        ["BUILD_BUILDNUMBER"] = "20260307.2",
        ["BUILD_DEFINITIONNAME"] = "nightly training",
        ["BUILD_REPOSITORY_NAME"] = "vision",
        ["BUILD_SOURCEVERSION"] = "5c0ffee5c0ffee5c0ffee5c0ffee5c0ffee5c0ff",
        ["BUILD_SOURCEBRANCH"] = "refs/heads/feature/lr",
        ["SYSTEM_STAGENAME"] = "Train",
        ["SYSTEM_JOBNAME"] = "gpu",
        ["SYSTEM_JOBATTEMPT"] = "2",
        ["AGENT_NAME"] = "agent 7",
        ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/fabrikam/",
        ["SYSTEM_TEAMPROJECT"] = "Vision Team",
        ["SYSTEM_ACCESSTOKEN"] = "azure-access-token-value",
        ["BUILD_SOURCEVERSIONMESSAGE"] = "commit message with details",
    };

    public static Dictionary<string, string> GitHub() => new(StringComparer.Ordinal)
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_RUN_ID"] = "987654321",
        ["GITHUB_RUN_NUMBER"] = "42",
        ["GITHUB_RUN_ATTEMPT"] = "3",
        ["GITHUB_WORKFLOW"] = "train",
        ["GITHUB_REPOSITORY"] = "octo/vision",
        ["GITHUB_SHA"] = "ba5eba11ba5eba11ba5eba11ba5eba11ba5eba11",
        ["GITHUB_REF"] = "refs/heads/main",
        ["GITHUB_JOB"] = "evaluate",
        ["RUNNER_NAME"] = "GitHub Actions 12",
        ["GITHUB_SERVER_URL"] = "https://github.com",
        ["GITHUB_TOKEN"] = "github-token-value",
        ["GITHUB_ACTOR"] = "octocat",
    };

    public static BuildEnvironment Of(IReadOnlyDictionary<string, string> variables) => new(name => variables.GetValueOrDefault(name));
}
