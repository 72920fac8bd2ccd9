using ExperimentTracker.Redaction;

namespace ExperimentTracker.BuildServices;

/// <summary>The identity of a build as tags of the runs that it starts: a fixed list, each from a documented variable of the service.</summary>
/// <remarks>
/// Sources: «Use predefined variables» of Azure Pipelines; «Variables reference, default environment variables» of GitHub Actions.
/// </remarks>
public static class BuildFacts
{
    private const string BranchPrefix = "refs/heads/";
    private const string PullRequestPrefix = "refs/pull/";

    /// <summary>
    /// The tags <c>ci.provider</c>, <c>ci.build-id</c>, <c>ci.build-number</c>, <c>ci.definition</c>, <c>ci.repository</c>, <c>ci.commit</c>,
    /// <c>ci.branch</c>, <c>ci.pull-request</c>, <c>ci.stage</c>, <c>ci.job</c>, <c>ci.attempt</c>, <c>ci.agent</c> and <c>ci.url</c>, as far as they
    /// are known, with secrets redacted; none outside of a build.
    /// </summary>
    public static NamedValues Of(BuildEnvironment environment, SecretRedactor redactor) => new(
        (environment.Service switch
        {
            PipelineService.AzurePipelines => OfAzure(environment),
            PipelineService.GitHubActions => OfGitHub(environment),
            _ => [],
        }).Where(fact => fact.Value is not null).Select(fact => KeyValuePair.Create($"ci.{fact.Key}", (object?)redactor.Text(fact.Value!))));

    /// <summary>The URL of the build, or <see langword="null"/> when it is not known.</summary>
    public static string? UrlOf(BuildEnvironment environment) => environment.Service switch
    {
        PipelineService.AzurePipelines => AzureUrl(environment),
        PipelineService.GitHubActions => GitHubUrl(environment),
        _ => null,
    };

    /// <summary>The URL of the page with what the build published, or <see langword="null"/> when it is not known.</summary>
    public static string? ArtifactsUrlOf(BuildEnvironment environment) => environment.Service switch
    {
        PipelineService.AzurePipelines when AzureUrl(environment) is { } url => $"{url}&view=artifacts&pathAsName=false&type=publishedArtifacts",
        PipelineService.GitHubActions when GitHubUrl(environment) is { } url => $"{url}#artifacts",
        _ => null,
    };

    private static IEnumerable<(string Key, string? Value)> OfAzure(BuildEnvironment e) =>
    [
        ("provider", "azure-pipelines"),
        ("build-id", e["BUILD_BUILDID"]),
        ("build-number", e["BUILD_BUILDNUMBER"]),
        ("definition", e["BUILD_DEFINITIONNAME"]),
        ("repository", e["BUILD_REPOSITORY_NAME"]),
        ("commit", e["BUILD_SOURCEVERSION"]),
        ("branch", Branch(e["SYSTEM_PULLREQUEST_SOURCEBRANCH"] ?? e["BUILD_SOURCEBRANCH"])),
        ("pull-request", e["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"] ?? e["SYSTEM_PULLREQUEST_PULLREQUESTID"]),
        ("stage", e["SYSTEM_STAGENAME"]),
        ("job", e["SYSTEM_JOBNAME"] ?? e["AGENT_JOBNAME"]),
        ("attempt", e["SYSTEM_JOBATTEMPT"]),
        ("agent", e["AGENT_NAME"]),
        ("url", AzureUrl(e)),
    ];

    private static IEnumerable<(string Key, string? Value)> OfGitHub(BuildEnvironment e) =>
    [
        ("provider", "github-actions"),
        ("build-id", e["GITHUB_RUN_ID"]),
        ("build-number", e["GITHUB_RUN_NUMBER"]),
        ("definition", e["GITHUB_WORKFLOW"]),
        ("repository", e["GITHUB_REPOSITORY"]),
        ("commit", e["GITHUB_SHA"]),
        ("branch", Branch(e["GITHUB_HEAD_REF"] ?? e["GITHUB_REF"])),
        ("pull-request", PullRequest(e["GITHUB_REF"])),
        ("job", e["GITHUB_JOB"]),
        ("attempt", e["GITHUB_RUN_ATTEMPT"]),
        ("agent", e["RUNNER_NAME"]),
        ("url", GitHubUrl(e)),
    ];

    // A reference that is not a branch, such as refs/tags/v1, is not shortened, so that it cannot be confused with a branch of that name.
    private static string? Branch(string? reference) =>
        reference?.StartsWith(BranchPrefix, StringComparison.Ordinal) is true ? reference[BranchPrefix.Length..] : reference;

    private static string? PullRequest(string? reference) =>
        reference?.StartsWith(PullRequestPrefix, StringComparison.Ordinal) is true ? reference[PullRequestPrefix.Length..].Split('/')[0] : null;

    private static string? AzureUrl(BuildEnvironment e) =>
        (e["SYSTEM_COLLECTIONURI"] ?? e["SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"]) is { } collection && e["SYSTEM_TEAMPROJECT"] is { } project && e["BUILD_BUILDID"] is { } id
            ? $"{collection.TrimEnd('/')}/{Uri.EscapeDataString(project)}/_build/results?buildId={Uri.EscapeDataString(id)}"
            : null;

    private static string? GitHubUrl(BuildEnvironment e) =>
        e["GITHUB_SERVER_URL"] is { } server && e["GITHUB_REPOSITORY"] is { } repository && e["GITHUB_RUN_ID"] is { } id
            ? $"{server.TrimEnd('/')}/{repository}/actions/runs/{Uri.EscapeDataString(id)}{(e["GITHUB_RUN_ATTEMPT"] is { } attempt ? $"/attempts/{Uri.EscapeDataString(attempt)}" : "")}"
            : null;
}
