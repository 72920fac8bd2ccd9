using System.Globalization;

namespace ExperimentTracker;

/// <summary>Values as people read them, in few characters; the exact value is elsewhere.</summary>
public static class ReadableText
{
    // Whole numbers below this are shown in full.
    private const double LargestInFull = 1e9;

    /// <summary>A number: whole ones in full, others in six significant digits.</summary>
    public static string Number(double number, IFormatProvider culture) => number.ToString(
        Math.Abs(number) < LargestInFull && number == Math.Floor(number) ? "0" : "G6", culture);

    /// <summary>A length of time in its two largest units: <c>340 ms</c>, <c>4.2 s</c>, <c>3 min 05 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;

        // The unit is that of what is shown, not of what it was rounded from.
        var whole = TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
        return span switch
        {
            { TotalMilliseconds: < 999.5 } => string.Create(culture, $"{span.TotalMilliseconds:0} ms"),
            { TotalSeconds: < 59.95 } => string.Create(culture, $"{span.TotalSeconds:0.0} s"),
            _ when whole.TotalHours < 1 => string.Create(culture, $"{whole.Minutes} min {whole.Seconds:00} s"),
            _ when whole.TotalDays < 1 => string.Create(culture, $"{whole.Hours} h {whole.Minutes:00} min"),
            _ => string.Create(culture, $"{(int)whole.TotalDays} d {whole.Hours} h"),
        };
    }
}
