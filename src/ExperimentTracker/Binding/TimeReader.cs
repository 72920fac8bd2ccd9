using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>Reads dates and times from values of every type. A number is not a time, because it does not say whether it counts seconds or milliseconds.</summary>
internal static class TimeReader
{
    private const string NotOne = "is not a date and time";
    private const string Digits = "is a number and not a date and time";
    private const double FirstMillisecond = 1e11; // In seconds, this is the year 5138; in milliseconds, 1973.

    /// <summary>Reads a date and time. A <see cref="DateTimeOffset"/> keeps its instant, a <see cref="DateOnly"/> is its midnight in local time.</summary>
    /// <returns><see langword="null"/>, or the reason why the value is not one, with what would be right.</returns>
    public static string? Read(object? value, out DateTime time)
    {
        time = default;
        object? plain = PlainValue.Of(value);
        switch (plain)
        {
            case DateTime given:
                time = given;
                return null;
            case DateTimeOffset given:
                time = given.UtcDateTime;
                return null;
            case DateOnly given:
                time = given.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local);
                return null;
            case string text when NumberText.Read(text, out _) is not null:
                return TimeText.Read(text, out time);
            case string or int or long or double or uint or ulong or decimal or float:
                return NumberReader.Read(plain, out double count) is null ? OfNumber(count) : NotOne;
            default:
                return NotOne;
        }
    }

    private static string OfNumber(double count)
    {
        string unit = Math.Abs(count) < FirstMillisecond ? "Seconds" : "Milliseconds";
        return string.Create(CultureInfo.InvariantCulture, $"{Digits}: for Unix time, write [DateTimeOffset]::FromUnixTime{unit}({count:R})");
    }
}
