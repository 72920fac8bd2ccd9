using System.Globalization;
using System.Numerics;
using System.Text;

namespace ExperimentTracker.Json;

/// <summary>
/// A unique string for each value, independent of order, culture and machine. It is JSON after the JSON Canonicalization Scheme (RFC 8785): no white
/// space, members sorted by UTF-16 code unit, numbers as ECMAScript writes them. Three additions cover what JSON lacks: NaN and infinities are the
/// literals <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>; integers beyond 2⁵³ keep all their digits, with an n where these are the digits
/// of another floating-point number; dates are UTC strings with 100 ns precision,
/// and durations are ISO 8601 seconds.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Writes a value in canonical form. 1 and 1.0 give the same string; −0 gives <c>0</c>.</summary>
    public static string Write(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Writes a number as ECMAScript's <c>Number::toString</c> (ECMA-262, 6.1.6.1.20), which RFC 8785 prescribes.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0) return "0";

        // .NET's round-trip format has the shortest digits too; only the position of the point and the exponent differ.
        (string digits, int exponent) = Decompose(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        string sign = number < 0 ? "-" : "";
        int n = exponent + 1;
        int k = digits.Length;
        if (k <= n && n <= 21) return sign + digits + new string('0', n - k);
        if (n is > 0 and <= 21) return $"{sign}{digits[..n]}.{digits[n..]}";
        if (n is > -6 and <= 0) return $"{sign}0.{new string('0', -n)}{digits}";
        string mantissa = k == 1 ? digits : $"{digits[..1]}.{digits[1..]}";
        return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}";
    }

    private static (string Digits, int Exponent) Decompose(string shortest)
    {
        int mark = shortest.IndexOf('E');
        string digits = (mark < 0 ? shortest : shortest[..mark]).Replace(".", "", StringComparison.Ordinal).Trim('0');
        int exponent = mark < 0
            ? ExponentOf(shortest)
            : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return (digits, exponent);
    }

    private static int ExponentOf(string plain)
    {
        int point = plain.IndexOf('.');
        string integerPart = point < 0 ? plain : plain[..point];
        if (integerPart.TrimStart('0') is { Length: > 0 } significant) return significant.Length - 1;
        string fraction = plain[(point + 1)..];
        return -(fraction.Length - fraction.TrimStart('0').Length) - 1;
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case long integer: AppendInteger(text, integer); break;
            case double number: text.Append(Number(number)); break;
            case DateTime time: AppendString(text, time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture)); break;
            case TimeSpan duration: AppendString(text, $"PT{(duration.Ticks / 1e7m).ToString("0.#######", CultureInfo.InvariantCulture)}S"); break;
            case string plain: AppendString(text, plain); break;
            case NamedValues map: AppendMap(text, map); break;
            case object?[] list: AppendList(text, list); break;
            default: throw new ArgumentException($"A value of the type {value.GetType()} cannot be stored.", nameof(value));
        }
    }

    private static void AppendInteger(StringBuilder text, long integer)
    {
        const long exactInDouble = 1L << 53;
        if (integer is >= -exactInDouble and <= exactInDouble)
        {
            text.Append(Number(integer));
            return;
        }

        // The shortest digits of a double can be those of another integer: 2⁶⁰ is written as 1152921504606847000.
        string digits = integer.ToString(CultureInfo.InvariantCulture);
        text.Append(digits);
        if (digits == Number(integer) && new BigInteger((double)integer) != integer) text.Append('n');
    }

    // RFC 8785, section 3.2.2.2. The encoders of System.Text.Json escape more characters, some of them depending on the Unicode version of the
    // runtime.
    private static void AppendString(StringBuilder text, string plain)
    {
        text.Append('"');
        foreach (char c in plain)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }

    private static void AppendMap(StringBuilder text, NamedValues map)
    {
        text.Append('{');
        foreach ((string name, object? item) in map.Pairs.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (text[^1] != '{') text.Append(',');
            AppendString(text, name);
            text.Append(':');
            Append(text, item);
        }

        text.Append('}');
    }

    private static void AppendList(StringBuilder text, object?[] list)
    {
        text.Append('[');
        for (int i = 0; i < list.Length; i++)
        {
            if (i > 0) text.Append(',');
            Append(text, list[i]);
        }

        text.Append(']');
    }
}
