namespace ExperimentTracker.Transfer;

/// <summary>Marks the record that a transfer item carries: in JSON its fields stand in the item itself, without those that are derived.</summary>
/// <param name="optional">The fields that the JSON may leave out although the record requires them.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FlattenedAttribute(params string[] optional) : Attribute
{
    /// <summary>The fields that the JSON may leave out although the record requires them.</summary>
    public IReadOnlyList<string> Optional => optional;
}
