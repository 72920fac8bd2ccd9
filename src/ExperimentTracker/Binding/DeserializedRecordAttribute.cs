using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>Has a parameter that takes records themselves take those too that came back from a job or a file.</summary>
/// <param name="type">The type of record.</param>
public sealed class DeserializedRecordAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>The type of record.</summary>
    public Type Type => type;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        object[] list => list.Select(item => Transform(engineIntrinsics, item)).ToArray(),
        PSObject deserialized when DeserializedRecord.Is(deserialized, type) => DeserializedRecord.Make(deserialized, type),
        _ => inputData,
    };
}
