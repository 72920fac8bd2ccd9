using System.Globalization;

namespace ExperimentTracker.Interop.Building;

/// <summary>
/// The values of parameters that another tracker keeps as the text that Python makes of them. A text becomes a number or a truth value only if Python makes exactly
/// this text of it, so that nothing is lost: <c>0.01</c> is a number, and the version <c>3.10</c> stays a text.
/// </summary>
internal static class PythonValue
{
    // The longest text of a double: -2.2250738585072014e-308.
    private const int LongestNumber = 24;

    /// <summary>The value: a <see cref="long"/>, a <see cref="double"/>, a <see cref="bool"/>, or the text itself.</summary>
    public static object Parse(string text)
    {
        if (text == "True") return true;
        if (text == "False") return false;
        if (text.Length is 0 or > LongestNumber || (!char.IsAsciiDigit(text[0]) && text[0] != '-')) return text;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)) return integer.ToString(CultureInfo.InvariantCulture) == text ? integer : text;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) && Repr(real) == text ? real : text;
    }

    /// <summary>The text that Python makes of a finite number: the shortest that gives the same number, with an exponent below 1e-4 and from 1e16.</summary>
    public static string Repr(double value)
    {
        // d.ddde±xx with the digits of the shortest form.
        string digits = value.ToString("E16", CultureInfo.InvariantCulture);
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = int.Parse(digits.AsSpan(digits.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (value == 0) return shortest + ".0";
        string sign = value < 0 ? "-" : "";
        string mantissa = Mantissa(shortest);
        if (exponent is < -4 or >= 16)
        {
            return $"{sign}{mantissa[0]}{(mantissa.Length > 1 ? "." + mantissa[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{mantissa}";
        if (mantissa.Length <= exponent + 1) return $"{sign}{mantissa}{new string('0', exponent + 1 - mantissa.Length)}.0";
        return $"{sign}{mantissa[..(exponent + 1)]}.{mantissa[(exponent + 1)..]}";
    }

    // The significant digits, without leading and trailing zeros.
    private static string Mantissa(string shortest)
    {
        int end = shortest.IndexOf('E', StringComparison.Ordinal);
        string text = (end < 0 ? shortest : shortest[..end]).Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0').TrimEnd('0');
        return text.Length == 0 ? "0" : text;
    }
}
