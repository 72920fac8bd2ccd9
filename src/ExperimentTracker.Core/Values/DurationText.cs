using System.Globalization;

namespace ExperimentTracker.Values;

/// <summary>Reads durations from numbers of seconds and from strings, in every culture alike.</summary>
public static class DurationText
{
    private const string Right = "is not a duration: write a number of seconds, a number with a unit such as 30d, 12h, 90m or 45s, or hours, minutes and seconds as 01:30:00";

    private static readonly string[] Formats = [@"h\:m\:s", @"h\:m\:s\.FFFFFFF", @"d\.h\:m\:s", @"d\.h\:m\:s\.FFFFFFF"];

    /// <summary>Reads a duration: <c>90</c> and <c>1.5</c> are seconds, <c>30d</c> is 30 days, <c>1.12:30:00</c> is a day and a half and 30 minutes.</summary>
    /// <returns><see langword="null"/>, or the reason why the string is not one, with what would be right.</returns>
    public static string? Read(string text, out TimeSpan duration)
    {
        string plain = text.Trim();
        bool isNegative = plain.StartsWith('-');
        if (TimeSpan.TryParseExact(isNegative ? plain[1..] : plain, Formats, CultureInfo.InvariantCulture, out duration))
        {
            if (isNegative) duration = -duration;
            return null;
        }

        double unit = plain.Length == 0 ? 0 : SecondsOf(plain[^1]);
        return NumberText.Read(unit > 0 ? plain[..^1] : text, out double seconds) is null ? FromSeconds(unit > 0 ? seconds * unit : seconds, out duration) : Right;
    }

    private static double SecondsOf(char unit) => unit switch { 'd' => 86400, 'h' => 3600, 'm' => 60, 's' => 1, _ => 0 };

    /// <summary>Converts a number of seconds.</summary>
    /// <returns><see langword="null"/>, or the reason why it is not a duration.</returns>
    public static string? FromSeconds(double seconds, out TimeSpan duration)
    {
        bool fits = Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds;
        duration = fits ? TimeSpan.FromSeconds(seconds) : default;
        return fits ? null : "is not a number of seconds that a duration can have";
    }
}
