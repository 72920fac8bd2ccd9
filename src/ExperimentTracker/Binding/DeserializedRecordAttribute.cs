using System.Management.Automation;
namespace ExperimentTracker.Binding;

/// <summary>Makes a parameter that accepts records also accept deserialized ones.</summary>
/// <param name="type">The type of record.</param>
public sealed class DeserializedRecordAttribute(Type type) : RecordValueAttribute
{
    /// <summary>The type of record.</summary>
    public Type Type => type;

    private protected override object? Convert(PSObject value) => DeserializedRecord.Is(value, type) ? DeserializedRecord.Make(value, type) : null;
}
