using System.Globalization;

namespace ExperimentTracker.Interop.Reading;

/// <summary>Times as other trackers write them, in UTC.</summary>
internal static class ForeignTimes
{
    private const long FirstMillisecond = -62135596800000;
    private const long LastMillisecond = 253402300799999;

    /// <summary>The time of a point whose tracker recorded none: always the same, so that a second import of a file finds the same points.</summary>
    public static DateTime Unknown => DateTime.UnixEpoch;

    /// <summary>
    /// Seconds since 1970 as a floating-point number, rounded to 100 ns; <see langword="null"/> when that is no time in the years 1 to 9999. The fraction is
    /// rounded alone, because a number of ticks has more digits than a floating-point number.
    /// </summary>
    public static DateTime? FromSeconds(double seconds)
    {
        double whole = Math.Floor(seconds);
        double lowest = -DateTime.UnixEpoch.Ticks / (double)TimeSpan.TicksPerSecond, highest = (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds - 2;
        if (!(whole >= lowest && whole <= highest)) return null;
        return DateTime.UnixEpoch.AddTicks(((long)whole * TimeSpan.TicksPerSecond) + (long)Math.Round((seconds - whole) * TimeSpan.TicksPerSecond));
    }

    /// <summary>Milliseconds since 1970; <see langword="null"/> when there are none, or when that is no time in the years 1 to 9999.</summary>
    public static DateTime? FromMilliseconds(long? milliseconds) =>
        milliseconds is >= FirstMillisecond and <= LastMillisecond ? DateTime.UnixEpoch.AddTicks(milliseconds.Value * TimeSpan.TicksPerMillisecond) : null;

    /// <summary>ISO 8601; a time without a zone is in UTC, which is what trackers that omit it mean.</summary>
    public static DateTime? FromText(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : null;

    /// <summary>ISO 8601; a time without a zone is local time, which is what programs mean that write what a clock on the wall shows.</summary>
    public static DateTime? FromLocalText(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : null;
}
