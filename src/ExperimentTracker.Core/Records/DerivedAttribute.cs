namespace ExperimentTracker;

/// <summary>
/// Marks a property of a record that is told by other records — a name beside an id, a count, what a list of its own has in full. It is read with the
/// record, and is neither stored nor transferred with it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DerivedAttribute : Attribute;
