using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Takes a status by its name or by a word that other trackers use for it: <c>DONE</c>, <c>SUCCESS</c>, <c>completed</c>, <c>ERROR</c> …</summary>
public sealed class StatusTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return plain switch
        {
            string word => RunStatusRules.TryParse(word, out RunStatus status) ? status : throw Unknown(word),
            IEnumerable words => words.Cast<object>().Select(word => Transform(engineIntrinsics, word)).ToArray(),
            _ => inputData,
        };
    }

    private static ArgumentTransformationMetadataException Unknown(string word) => new(RunErrors.UnknownStatus(word).Message);
}
