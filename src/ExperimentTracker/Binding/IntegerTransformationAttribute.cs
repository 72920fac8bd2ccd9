using System.Globalization;

namespace ExperimentTracker.Binding;

/// <summary>Reads a parameter of integers (see <see cref="IntegerReader"/>).</summary>
/// <param name="type">The type of the parameter.</param>
[AttributeUsage(AttributeTargets.Property)]
public class IntegerTransformationAttribute(Type type) : ValueTransformationAttribute<long>(type)
{
    private readonly TypeCode element = ElementOf(type);

    /// <summary>The lowest integer that is allowed.</summary>
    public long Lowest { get; init; } = ElementOf(type) switch { TypeCode.Int32 => int.MinValue, TypeCode.Byte => byte.MinValue, _ => long.MinValue };

    /// <summary>The highest integer that is allowed.</summary>
    public long Highest { get; init; } = ElementOf(type) switch { TypeCode.Int32 => int.MaxValue, TypeCode.Byte => byte.MaxValue, _ => long.MaxValue };

    internal override ValueKind Kind => ValueKind.Integer;

    /// <inheritdoc/>
    public override bool IsLimited => Lowest > long.MinValue || Highest < long.MaxValue;

    private protected override string? ReadOne(object? value, out long result) => IntegerReader.Read(value, out result);

    private protected override string? Outside(long value) => value >= Lowest && value <= Highest ? null
        : string.Create(CultureInfo.InvariantCulture, $"is not between {Lowest} and {Highest}");

    private protected override object Convert(long value) => element == TypeCode.Int64 ? value : System.Convert.ChangeType(value, element, CultureInfo.InvariantCulture);

    private protected override object ConvertAll(long[] values) =>
        element == TypeCode.Byte ? Array.ConvertAll(values, value => (byte)value) : values;

    private static TypeCode ElementOf(Type type) => System.Type.GetTypeCode(type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type);
}
