namespace ExperimentTracker.Binding;

/// <summary>
/// Makes a null property of a pipeline object the same as a missing one, for a parameter that describes a new record. On the command line, null is
/// refused all the same: see <see cref="NullCheck"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NullPropertyIsOmittedAttribute : Attribute
{
}
