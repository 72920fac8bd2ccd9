using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Accepts a stage by its name, or by the value of another registry (<c>NO_STAGE</c>).</summary>
public sealed class StageTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (plain is not string value) return inputData;
        return ModelStageRules.TryParse(value, out ModelStage stage)
            ? stage
            : throw new ArgumentTransformationMetadataException(ModelErrors.UnknownStage(value).Message);
    }
}
