namespace ExperimentTracker.Transfer;

/// <summary>Marks the record that a transfer item contains. In JSON its fields are written into the item itself, except those that are derived.</summary>
/// <param name="optional">The required fields of the record that the JSON may omit.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FlattenedAttribute(params string[] optional) : Attribute
{
    /// <summary>The required fields of the record that the JSON may omit.</summary>
    public IReadOnlyList<string> Optional => optional;
}
