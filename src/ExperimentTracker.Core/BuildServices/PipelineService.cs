namespace ExperimentTracker.BuildServices;

/// <summary>A service that runs builds.</summary>
public enum PipelineService
{
    /// <summary>None: a workstation, a server, or an unknown service.</summary>
    None,

    /// <summary>Azure Pipelines of Azure DevOps.</summary>
    AzurePipelines,

    /// <summary>GitHub Actions.</summary>
    GitHubActions,
}
