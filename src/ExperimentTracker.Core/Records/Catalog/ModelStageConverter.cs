namespace ExperimentTracker;

/// <summary>Converts strings to a stage wherever PowerShell compares or casts: the names, and the value of another registry (<c>NO_STAGE</c>), ignoring case.</summary>
public sealed class ModelStageConverter() : AliasConverter<ModelStage>(Synonyms)
{
    private static readonly Dictionary<string, ModelStage> Synonyms = new(StringComparer.OrdinalIgnoreCase) { ["no_stage"] = ModelStage.None };

    /// <summary>Parses a name or an alias.</summary>
    /// <returns>Whether the value is known.</returns>
    public static bool TryParse(string value, out ModelStage stage) => TryParse(value, Synonyms, out stage);
}
