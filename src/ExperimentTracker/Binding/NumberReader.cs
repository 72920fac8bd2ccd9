using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// Reads floating-point numbers from values of every type. A value that a double does not hold exactly is refused; a float or a decimal is the double
/// with the same digits, as for parameters.
/// </summary>
internal static class NumberReader
{
    /// <summary>Reads a number.</summary>
    /// <returns><see langword="null"/>, or the reason why the value is not one, with what would be right.</returns>
    public static string? Read(object? value, out double number)
    {
        switch (value)
        {
            case double floating: number = floating; return null;
            case int integer: number = integer; return null;
            case long integer: return FromInteger(integer, out number);
            case float or Half: number = FromDigits(value); return null;
            case string text: return NumberText.Read(text, out number);
            default: return ReadOther(value, out number);
        }
    }

    /// <summary>Returns the double with the shortest representation of a float: 0.1f is 0.1 and not 0.10000000149011612.</summary>
    public static double FromDigits(object value) =>
        double.Parse(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Returns a value of any integer type as an integer; <see langword="null"/> for other types.</summary>
    public static BigInteger? ToInteger(object? value) => value switch
    {
        int or long or sbyte or byte or short or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong integer => integer,
        nint integer => integer,
        nuint integer => integer,
        Int128 integer => integer,
        UInt128 integer => integer,
        BigInteger integer => integer,
        _ => null,
    };

    private static string? ReadOther(object? value, out double number)
    {
        number = 0;
        object? plain = PlainValue.Of(value);
        if (!ReferenceEquals(plain, value)) return Read(plain, out number);
        if (value is not Enum && ToInteger(value) is { } integer) return FromInteger(integer, out number);
        return value switch
        {
            decimal exact => FromDecimal(exact, out number),
            null => "is not a number: leave gaps out, or write NaN",
            bool => "is not a number: write 1 or 0",
            char => "is not a number: convert it, with [string] to read its digit or with [int] for its code",
            Enum => "is not a number: convert it with [int]",
            TimeSpan => "is a duration and not a number: write its TotalSeconds",
            PSObject => "is not a number: name the property that has it",
            _ => "is not a number",
        };
    }

    private static string? FromInteger(long integer, out double number)
    {
        const long exactInDouble = 1L << 53;
        number = integer;
        return integer is >= -exactInDouble and <= exactInDouble || NumberText.IsExact(integer, number) ? null : NumberText.TooManyDigits;
    }

    private static string? FromInteger(BigInteger integer, out double number)
    {
        number = (double)integer;
        return NumberText.IsExact(integer, number) ? null : NumberText.TooManyDigits;
    }

    private static string? FromDecimal(decimal exact, out double number)
    {
        number = double.Parse(exact.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        bool isKept = decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal kept) && kept == exact;
        return isKept ? null : NumberText.TooManyDigits;
    }
}
