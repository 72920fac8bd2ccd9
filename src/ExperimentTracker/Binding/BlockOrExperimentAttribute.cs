using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Binding;

/// <summary>
/// Accepts an experiment in the place of a script block, so that <c>Invoke-Run nightly { … }</c> and <c>Invoke-Run { … }</c> both work: PowerShell has one
/// parameter for a position.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BlockOrExperimentAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<ScriptBlock, object> Experiments = [];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is null or ScriptBlock) return inputData;
        var placeholder = ScriptBlock.Create("");
        Experiments.Add(placeholder, inputData);
        return placeholder;
    }

    /// <summary>Gets the experiment that was given in the place of the block.</summary>
    internal static bool TryGetExperiment(ScriptBlock block, out ExperimentIdentity? experiment)
    {
        experiment = null;
        if (!Experiments.TryGetValue(block, out object? given)) return false;
        experiment = given as ExperimentIdentity ?? LanguagePrimitives.ConvertTo<ExperimentIdentity>(given);
        return true;
    }
}
