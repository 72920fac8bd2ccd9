using System.Management.Automation;
using ExperimentTracker.Stores;
namespace ExperimentTracker.Binding;

/// <summary>Converts encoder records, also deserialized ones, to their type, so that the source store of the string is known.</summary>
public sealed class EncoderTransformationAttribute : RecordValueAttribute
{
    private protected override object? Convert(PSObject value)
    {
        if (ForeignRecord.KindOf(value) != nameof(Encoder)) return null;
        string type = new(ForeignRecord.TextOf(value, nameof(Encoder.Type)).AsSpan());
        if (RecordOrigins.Of(value) is { } source) RecordOrigins.SetText(type, source);
        return type;
    }
}
