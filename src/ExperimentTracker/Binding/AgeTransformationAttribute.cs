namespace ExperimentTracker.Binding;

/// <summary>
/// Reads a parameter of an age: a <see cref="TimeSpan"/>, or the string of a duration with its unit. A number alone is refused: seconds instead of days would remove too much, and
/// PowerShell itself reads 30d as the decimal number 30.
/// </summary>
/// <param name="type">The type of the parameter.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AgeTransformationAttribute(Type type) : ValueTransformationAttribute<TimeSpan>(type)
{
    internal override ValueKind Kind => ValueKind.Duration;

    private protected override string? ReadOne(object? value, out TimeSpan result)
    {
        object plain = DurationReader.Written(value) ?? PlainValue.Of(value)!;
        if (NumberReader.Read(plain, out _) is not null) return DurationReader.Read(plain, out result);
        result = default;
        return "is a number without a unit: write it with one, such as 30d or '12h', or as a [timespan]";
    }
}
