using System.Management.Automation;
namespace ExperimentTracker.Binding;

/// <summary>Lets a parameter accept records, one or a list, instead of values of its type.</summary>
public abstract class RecordValueAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        null => null!,
        object[] list => list.Select(item => Transform(engineIntrinsics, item)).ToArray(),
        _ => Convert(PSObject.AsPSObject(inputData)) ?? inputData,
    };

    /// <summary>Converts a record to the value of the parameter; <see langword="null"/> to keep the object.</summary>
    private protected abstract object? Convert(PSObject value);
}
