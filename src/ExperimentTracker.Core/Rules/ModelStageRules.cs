namespace ExperimentTracker.Rules;

/// <summary>The stages of a model version.</summary>
public static class ModelStageRules
{
    /// <summary>
    /// Whether the stage of a version can change: None → Staging → Production → Archived, None → Production, and back by Archived → Production.
    /// </summary>
    public static bool Allows(ModelStage from, ModelStage to) => (from, to) is
        (ModelStage.None, ModelStage.Staging) or
        (ModelStage.None, ModelStage.Production) or
        (ModelStage.Staging, ModelStage.Production) or
        (ModelStage.Production, ModelStage.Archived) or
        (ModelStage.Archived, ModelStage.Production);

    /// <summary>Parses a stage from its name or from the value of another registry (<c>NO_STAGE</c>), ignoring case.</summary>
    /// <returns>Whether the value is known.</returns>
    public static bool TryParse(string value, out ModelStage stage) => ModelStageConverter.TryParse(value, out stage);
}
