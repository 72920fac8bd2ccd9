namespace ExperimentTracker;

/// <summary>
/// Marks a property of a record that follows from other records: a name beside an id, a count, or data that a list of the record contains in full. It
/// is read with the record, but neither stored nor transferred with it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DerivedAttribute : Attribute;
