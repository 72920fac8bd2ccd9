using System.Globalization;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Values;

/// <summary>
/// Reads dates and times from strings, in every culture alike: as ISO 8601, or as RFC 1123 prescribes for mail and HTTP. A form in which day and
/// month can be confused (<c>01/02/2024</c>) is not read.
/// </summary>
public static partial class TimeText
{
    private const string Right = "write 2024-07-01, 2024-07-01T12:30:00 or 2024-07-01T12:30:00Z";
    private const int DigitsOfATick = 7;

    private static readonly string[] Formats = ["yyyy-M-d", "yyyy-M-d H:m", "yyyy-M-d H:m:s", "yyyy-M-d H:m:s.FFFFFFF"];

    /// <summary>Reads a date, or a date and a time; without a zone it is local time.</summary>
    /// <returns><see langword="null"/>, or the reason why the string is not one, with what would be right.</returns>
    public static string? Read(string text, out DateTime time)
    {
        if (DateTime.TryParseExact(text.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)) return null;
        Match parts = Iso().Match(text);
        string fraction = parts.Groups["fraction"].Value.TrimEnd('0');
        if (fraction.Length > DigitsOfATick) return "has a fraction finer than 100 ns: round it to 7 digits";
        string clock = parts.Groups["clock"].Value, plain = parts.Groups["date"].Value.Replace('/', '-');
        if (clock.Length > 0) plain += " " + clock;
        if (fraction.Length > 0) plain += "." + fraction;
        if (!parts.Success || !DateTime.TryParseExact(plain, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return $"is not a date and time: {Right}";
        return In(parts.Groups["zone"].Value, ref time) ? null : "has a zone that does not exist: write Z, or an offset such as +02:00";
    }

    private static bool In(string zone, ref DateTime time)
    {
        if (zone.Length == 0)
        {
            time = DateTime.SpecifyKind(time, DateTimeKind.Local);
            return true;
        }

        try
        {
            string digits = zone.Replace(":", "", StringComparison.Ordinal);
            TimeSpan offset = zone is "Z" or "z" ? TimeSpan.Zero : new TimeSpan(
                int.Parse(digits.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture),
                digits.Length > 3 ? int.Parse(digits.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture) : 0,
                0);
            time = new DateTimeOffset(time, zone[0] == '-' ? -offset : offset).UtcDateTime;
            return true;
        }
        catch (ArgumentException)
        {
            // An offset over 14 hours, or a time before the year 1 or after 9999.
            return false;
        }
    }

    [GeneratedRegex(@"^\s*(?<date>[0-9]{4}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}))([Tt ]\s*(?<clock>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)(\.(?<fraction>[0-9]+))?\s*(?<zone>[Zz]|[+-][0-9]{2}(:?[0-5][0-9])?)?)?\s*$")]
    private static partial Regex Iso();
}
