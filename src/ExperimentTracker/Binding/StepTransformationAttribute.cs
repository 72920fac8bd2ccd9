namespace ExperimentTracker.Binding;

/// <summary>Reads a parameter of steps or indices: integers from 0.</summary>
/// <param name="type">The type of the parameter.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StepTransformationAttribute(Type type) : IntegerTransformationAttribute(type)
{
    internal override ValueKind Kind => ValueKind.Step;

    private protected override ValueKind RangeKind => ValueKind.Step;
}
