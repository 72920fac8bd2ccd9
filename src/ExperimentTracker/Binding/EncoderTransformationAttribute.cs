using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>Takes encoders for their types, live or back from a job or a file, so that the store that they came from is known beside the text.</summary>
public sealed class EncoderTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        object[] list => list.Select(item => Transform(engineIntrinsics, item)).ToArray(),
        null => null!,
        _ when PSObject.AsPSObject(inputData) is var record && ForeignRecord.KindOf(record) == nameof(Encoder) => TypeOf(record),
        _ => inputData,
    };

    private static object TypeOf(PSObject encoder)
    {
        string type = new(ForeignRecord.TextOf(encoder, nameof(Encoder.Type)).AsSpan());
        if (RecordOrigins.Of(encoder) is { } source) RecordOrigins.NoteText(type, source);
        return type;
    }
}
