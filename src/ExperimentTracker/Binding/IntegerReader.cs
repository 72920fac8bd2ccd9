using System.Numerics;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>Reads integers of 64 bits from values of every type. 2.0 is an integer and 2.5 is not: nothing is rounded.</summary>
internal static class IntegerReader
{
    private const string NotOne = "is not an integer";

    /// <summary>Reads an integer.</summary>
    /// <returns><see langword="null"/>, or the reason why the value is not one, with what would be right.</returns>
    public static string? Read(object? value, out long integer)
    {
        switch (value)
        {
            case long exact: integer = exact; return null;
            case int exact: integer = exact; return null;
            case double number: return FromNumber(number, out integer);
            case string text: return NumberText.ReadInteger(text, out integer);
            default: return ReadOther(value, out integer);
        }
    }

    private static string? ReadOther(object? value, out long integer)
    {
        integer = 0;
        object? plain = PlainValue.Of(value);
        if (!ReferenceEquals(plain, value)) return Read(plain, out integer);
        if (value is not Enum && NumberReader.ToInteger(value) is { } exact) return FromInteger(exact, out integer);
        return value switch
        {
            float number => FromNumber(number, out integer),
            Half number => FromNumber((double)number, out integer),
            decimal number => decimal.IsInteger(number) ? FromInteger(new BigInteger(number), out integer) : NotOne,
            Enum or char or bool => $"{NotOne}: convert it with [int]",
            _ => NotOne,
        };
    }

    private static string? FromNumber(double number, out long integer)
    {
        integer = 0;
        return double.IsInteger(number) ? FromInteger(new BigInteger(number), out integer) : NotOne;
    }

    private static string? FromInteger(BigInteger exact, out long integer)
    {
        bool fits = exact >= long.MinValue && exact <= long.MaxValue;
        integer = fits ? (long)exact : 0;
        return fits ? null : "does not fit in an integer of 64 bits";
    }
}
