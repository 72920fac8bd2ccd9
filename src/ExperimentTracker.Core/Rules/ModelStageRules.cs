namespace ExperimentTracker.Rules;

/// <summary>The stages of a model version.</summary>
public static class ModelStageRules
{
    /// <summary>
    /// Whether a version may go from one stage to another: None → Staging → Production → Archived, None → Production, and back by
    /// Archived → Production.
    /// </summary>
    public static bool Allows(ModelStage from, ModelStage to) => (from, to) is
        (ModelStage.None, ModelStage.Staging) or
        (ModelStage.None, ModelStage.Production) or
        (ModelStage.Staging, ModelStage.Production) or
        (ModelStage.Production, ModelStage.Archived) or
        (ModelStage.Archived, ModelStage.Production);

    /// <summary>Reads a stage from its name, or from the word another registry uses (<c>NO_STAGE</c>), without regard to case.</summary>
    /// <returns>Whether the word is known.</returns>
    public static bool TryParse(string word, out ModelStage stage)
    {
        string name = word.Trim();
        if (name.Equals("NO_STAGE", StringComparison.OrdinalIgnoreCase)) name = nameof(ModelStage.None);
        return Enum.TryParse(name, ignoreCase: true, out stage) && Enum.IsDefined(stage) && !char.IsAsciiDigit(name[0]);
    }
}
