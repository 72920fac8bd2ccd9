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
        IDictionary map => "{" + Entries(map) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Format)) + "]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The entries of a dictionary as <c>name=value</c>, separated by <c>; </c>; a name alone has no value.</summary>
    internal static string Entries(IDictionary map) => string.Join(
        "; ", map.Cast<DictionaryEntry>().Select(entry => entry.Value is null ? Format(entry.Key) : $"{Format(entry.Key)}={Format(entry.Value)}"));
}
