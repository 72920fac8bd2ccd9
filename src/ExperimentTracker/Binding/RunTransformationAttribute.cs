using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// Makes a piped run or text bind to this parameter before PowerShell tries the properties of the object on others: what is converted by a
/// transformation needs no coercion.
/// </summary>
public sealed class RunTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData) switch
        {
            string text => new RunIdentity(text),
            Run run => new RunIdentity(run),
            PSObject value when value.TypeNames.Contains("Deserialized.ExperimentTracker.Run") => new RunIdentity(value),
            _ => inputData,
        };
}
