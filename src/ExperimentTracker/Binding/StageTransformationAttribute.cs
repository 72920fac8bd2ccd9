using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Takes a stage by its name, or by the word another registry uses for it (<c>NO_STAGE</c>).</summary>
public sealed class StageTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (plain is not string word) return inputData;
        return ModelStageRules.TryParse(word, out ModelStage stage)
            ? stage
            : throw new ArgumentTransformationMetadataException(ModelErrors.UnknownStage(word).Message);
    }
}
