using System.Globalization;

namespace ExperimentTracker.Values;

/// <summary>Formats values for display in few characters; the exact value is available elsewhere.</summary>
public static class ReadableText
{
    /// <summary>The significant digits of a number that is not an integer.</summary>
    public const int Digits = 6;

    // Integers below this are shown in full.
    private const double LargestInFull = 1e9;

    /// <summary>Formats a number: integers in full, others with a few significant digits.</summary>
    public static string Number(double number, IFormatProvider culture, int digits = Digits) =>
        number.ToString(Math.Abs(number) < LargestInFull && number == Math.Floor(number) ? "0" : $"G{digits}", culture);

    /// <summary>
    /// Formats a duration: <c>340 ms</c>, <c>4.2 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>. From ten of a unit on, the smaller unit
    /// is omitted.
    /// </summary>
    public static string Duration(TimeSpan span, CultureInfo culture)
    {
        if (span.TotalMilliseconds < 999.5) return string.Create(culture, $"{span.TotalMilliseconds:0} ms");
        if (span.TotalSeconds < 59.95) return string.Create(culture, $"{span.TotalSeconds:0.0} s");

        // Rounded first, so that 59.7 s is not shown as 60 s.
        return InTwo(span, (60, "min"), (1, "s"), 60) ?? InTwo(span, (3600, "h"), (60, "min"), 24) ?? InTwo(span, (86400, "d"), (3600, "h"), long.MaxValue)!;
    }

    private static string? InTwo(TimeSpan span, (long Seconds, string Name) large, (long Seconds, string Name) small, long most)
    {
        long smalls = (long)Math.Round(span.TotalSeconds / small.Seconds, MidpointRounding.AwayFromZero), ratio = large.Seconds / small.Seconds;
        if (smalls / ratio >= 10) smalls = (long)Math.Round(span.TotalSeconds / large.Seconds, MidpointRounding.AwayFromZero) * ratio;
        (long whole, long rest) = Math.DivRem(smalls, ratio);
        return whole >= most ? null : rest == 0 ? $"{whole} {large.Name}" : $"{whole} {large.Name} {rest} {small.Name}";
    }
}
