namespace ExperimentTracker.Rules;

/// <summary>Errors about the model registry.</summary>
public static class ModelErrors
{
    /// <summary>A change of stage that is not allowed. Id: <c>InvalidStageTransition</c>.</summary>
    public static TrackerException Transition(string version, ModelStage from, ModelStage to) => new(
        "InvalidStageTransition", TrackerErrorKind.InvalidState, version,
        $"Version {version} is {(from == ModelStage.None ? "without a stage" : $"in {from}")} and cannot go to {to}. " +
        "Allowed are None → Staging → Production → Archived, None → Production and Archived → Production.");

    /// <summary>The value is not a stage. Id: <c>InvalidStage</c>.</summary>
    public static TrackerException UnknownStage(string value) => new(
        "InvalidStage", TrackerErrorKind.InvalidArgument, value, $"'{value}' is not a stage. Use {string.Join(", ", Enum.GetNames<ModelStage>())}.");

    /// <summary>The model has no such version. Id: <c>ModelVersionNotFound</c>.</summary>
    public static TrackerException VersionNotFound(string text) => new(
        "ModelVersionNotFound", TrackerErrorKind.NotFound, text,
        $"No model version matches '{text}'. Name one as model/number or model/alias; Get-ModelVersion lists them.");

    /// <summary>A run or artifact of another project. Id: <c>OtherProject</c>.</summary>
    public static TrackerException OtherProject(string what, string project, string model, string modelProject) => new(
        "OtherProject", TrackerErrorKind.InvalidArgument, what,
        $"{what} belongs to project '{project}', and model '{model}' to project '{modelProject}': a version can only refer to its own project.");

    /// <summary>The model has no such alias. Id: <c>AliasNotFound</c>.</summary>
    public static TrackerException AliasNotFound(string alias, string model) => new(
        "AliasNotFound", TrackerErrorKind.NotFound, alias, $"Model '{model}' has no alias '{alias}'. Get-Model lists its aliases.");

    /// <summary>The alias is not valid, for example because it could be a version number. Id: <c>InvalidAlias</c>.</summary>
    public static TrackerException Alias(string? alias, string why) => new(
        "InvalidAlias", TrackerErrorKind.InvalidArgument, alias, $"The alias '{alias}' is not valid: {why}.");
}
