using System.Management.Automation;
namespace ExperimentTracker.Binding;

/// <summary>Has a parameter that takes records themselves take those too that came back from a job or a file.</summary>
/// <param name="type">The type of record.</param>
public sealed class DeserializedRecordAttribute(Type type) : RecordValueAttribute
{
    /// <summary>The type of record.</summary>
    public Type Type => type;

    private protected override object? Take(PSObject value) => DeserializedRecord.Is(value, type) ? DeserializedRecord.Make(value, type) : null;
}
