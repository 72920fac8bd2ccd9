namespace ExperimentTracker.Contracts.Assistants;

/// <summary>Errors about serving assistants.</summary>
public static class AssistantErrors
{
    /// <summary>The module was installed without the server for assistants. Id: <c>AssistantServerMissing</c>.</summary>
    /// <param name="folder">The folder in which it would be.</param>
    public static TrackerException Missing(string folder) => new(
        "AssistantServerMissing", TrackerErrorKind.Unsupported, folder,
        $"This installation of ExperimentTracker has no server for assistants, which would be in '{folder}'. Install a release of the module with it.");
}
