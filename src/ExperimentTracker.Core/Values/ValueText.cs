using System.Collections;
using System.Globalization;

namespace ExperimentTracker.Values;

/// <summary>Formats values independently of the culture, so that they can be parsed back to the same value.</summary>
public static class ValueText
{
    /// <summary>
    /// Formats a value: numbers in the shortest form that round-trips, dates as ISO 8601 with their offset from UTC, durations as
    /// <c>[d.]hh:mm:ss[.fffffff]</c>, lists in brackets.
    /// </summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        IDictionary map => "{" + Entries(map) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Format)) + "]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The entries of a dictionary as <c>name=value</c>, separated by <c>; </c>. An entry without a value is its name alone.</summary>
    internal static string Entries(IDictionary map) => string.Join(
        "; ", map.Cast<DictionaryEntry>().Select(entry => entry.Value is null ? Format(entry.Key) : $"{Format(entry.Key)}={Format(entry.Value)}"));
}
