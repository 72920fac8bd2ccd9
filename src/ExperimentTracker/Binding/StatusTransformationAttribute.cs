using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Accepts a status by its name or by a value of other trackers: <c>DONE</c>, <c>SUCCESS</c>, <c>completed</c>, <c>ERROR</c> …</summary>
public sealed class StatusTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return plain switch
        {
            string value => RunStatusRules.TryParse(value, out RunStatus status) ? status : throw Unknown(value),
            IEnumerable values => values.Cast<object?>().Select(value => value is null ? throw Unknown("") : Transform(engineIntrinsics, value)).ToArray(),
            _ => inputData,
        };
    }

    private static ArgumentTransformationMetadataException Unknown(string value) => new(RunErrors.UnknownStatus(value).Message);
}
