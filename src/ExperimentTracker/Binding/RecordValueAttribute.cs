using System.Management.Automation;
namespace ExperimentTracker.Binding;

/// <summary>Has a parameter take records, one or a list, in the place of what it takes otherwise.</summary>
public abstract class RecordValueAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        null => null!,
        object[] list => list.Select(item => Transform(engineIntrinsics, item)).ToArray(),
        _ => Take(PSObject.AsPSObject(inputData)) ?? inputData,
    };

    /// <summary>What the parameter gets for this; <see langword="null"/> to leave it as it is.</summary>
    private protected abstract object? Take(PSObject value);
}
