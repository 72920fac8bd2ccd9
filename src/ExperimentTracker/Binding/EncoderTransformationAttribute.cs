using System.Management.Automation;
using ExperimentTracker.Stores;
namespace ExperimentTracker.Binding;

/// <summary>Takes encoders for their types, live or back from a job or a file, so that the store that they came from is known beside the text.</summary>
public sealed class EncoderTransformationAttribute : RecordValueAttribute
{
    private protected override object? Take(PSObject value)
    {
        if (ForeignRecord.KindOf(value) != nameof(Encoder)) return null;
        string type = new(ForeignRecord.TextOf(value, nameof(Encoder.Type)).AsSpan());
        if (RecordOrigins.Of(value) is { } source) RecordOrigins.NoteText(type, source);
        return type;
    }
}
