using System.Collections;
using System.Globalization;

namespace ExperimentTracker;

/// <summary>Values as text that is the same in every culture and reads back to the same value.</summary>
public static class ValueText
{
    /// <summary>
    /// The value as people write it: numbers in the shortest form that round-trips, dates as ISO 8601 with their offset from UTC,
    /// durations as <c>[d.]hh:mm:ss[.fffffff]</c>, lists in brackets.
    /// </summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("O", CultureInfo.InvariantCulture),
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        NamedValues nested => "{" + nested + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Format)) + "]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
