namespace ExperimentTracker.Binding;

/// <summary>Reads a parameter of a duration: a number of seconds, a <see cref="TimeSpan"/>, or the string of a time span (see <see cref="DurationReader"/>).</summary>
/// <param name="type">The type of the parameter.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IntervalTransformationAttribute(Type type) : ValueTransformationAttribute<TimeSpan>(type)
{
    internal override ValueKind Kind => ValueKind.Duration;

    private protected override string? ReadOne(object? value, out TimeSpan result) => DurationReader.Read(value, out result);
}
