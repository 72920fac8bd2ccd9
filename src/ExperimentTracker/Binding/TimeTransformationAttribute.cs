namespace ExperimentTracker.Binding;

/// <summary>Reads a parameter of dates and times (see <see cref="TimeReader"/>).</summary>
/// <param name="type">The type of the parameter.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeTransformationAttribute(Type type) : ValueTransformationAttribute<DateTime>(type)
{
    internal override ValueKind Kind => ValueKind.Time;

    private protected override string? ReadOne(object? value, out DateTime result) => TimeReader.Read(value, out result);
}
