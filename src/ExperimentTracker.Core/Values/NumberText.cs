using System.Globalization;
using System.Numerics;

namespace ExperimentTracker.Values;

/// <summary>
/// Reads numbers from strings, in every culture alike: with a decimal point, without thousands separators. A string that would lose something is not
/// a number: a decimal comma, a number too large or too small, an integer with more digits than a floating-point number keeps.
/// </summary>
public static class NumberText
{
    /// <summary>The reason why an integer cannot be a floating-point number.</summary>
    public const string TooManyDigits = "has more digits than a floating-point number keeps: round it yourself, with [double]";

    private const NumberStyles Integer = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
    private const string NotAnInteger = "is not an integer of 64 bits";
    private const int MostDigitsOfDecimal = 28;
    private const int DigitsOfADouble = 15;

    /// <summary>Reads a floating-point number: <c>1.5</c>, <c>1e-3</c>, <c>NaN</c>, <c>-Infinity</c>.</summary>
    /// <returns><see langword="null"/>, or the reason why the string is not one, with what would be right.</returns>
    public static string? Read(string text, out double number)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return NotANumber(text);
        if (double.IsInfinity(number) && text.Any(char.IsAsciiDigit)) return "is too large for a floating-point number, which ends at 1.7976931348623157E+308";
        if (number == 0 && HasSignificantDigit(text)) return "is too small for a floating-point number and would become 0";
        if (text.Length <= DigitsOfADouble) return null;
        return BigInteger.TryParse(text, Integer, CultureInfo.InvariantCulture, out BigInteger integer) && !IsExact(integer, number) ? TooManyDigits : null;
    }

    /// <summary>Reads an integer: <c>2</c>, and also <c>2.0</c> and <c>2e0</c>.</summary>
    /// <returns><see langword="null"/>, or the reason why the string is not one, with what would be right.</returns>
    public static string? ReadInteger(string text, out long integer)
    {
        if (long.TryParse(text, Integer, CultureInfo.InvariantCulture, out integer)) return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return NotANumber(text);

        if (number == 0 && HasSignificantDigit(text)) return NotAnInteger;

        // A decimal keeps the digits that a double would round.
        bool fits = text.Length <= MostDigitsOfDecimal && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) &&
            decimal.IsInteger(exact) && double.IsInteger(number) && exact >= long.MinValue && exact <= long.MaxValue;
        if (fits) integer = (long)decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return fits ? null : NotAnInteger;
    }

    /// <summary>Whether a floating-point number is exactly this integer.</summary>
    public static bool IsExact(BigInteger integer, double number) => double.IsFinite(number) && new BigInteger(number) == integer;

    /// <summary>Whether a string is a number, or can mean one that is written otherwise: <c>1,5</c> or <c>1e999</c>.</summary>
    public static bool CanMeanNumber(string text) => RightForms(text).Length > 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string[] RightForms(string text) =>
        [.. Readings(text.Trim()).Where(t => t != text && double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out _)).Distinct()];

    private static string NotANumber(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "is blank, which is not a number: leave gaps out, or write NaN";
        string[] right = RightForms(text);
        return right.Length == 0
            ? "is not a number: write digits with a decimal point, such as 1.5 or 1e-3, or NaN or Infinity"
            : $"is not a number: write {string.Join(" or ", right)}, with a decimal point and no separators";
    }

    // What a string with a decimal comma or thousands separators can mean. Only a comma before three digits can be either.
    private static IEnumerable<string> Readings(string text)
    {
        int comma = text.LastIndexOf(','), point = text.LastIndexOf('.');
        string joined = text.Replace(",", "", StringComparison.Ordinal);
        if (comma < 0) return [];
        if (point > comma) return [joined];
        if (point >= 0) return [text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')];
        if (text.IndexOf(',') != comma) return [joined];
        return text.Length - comma == 4 ? [joined, text.Replace(',', '.')] : [text.Replace(',', '.')];
    }

    private static bool HasSignificantDigit(string text) => text.TakeWhile(c => c is not ('e' or 'E')).Any(c => c is >= '1' and <= '9');
}
