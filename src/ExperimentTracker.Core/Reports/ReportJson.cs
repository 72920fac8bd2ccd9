using System.Text.Json;

namespace ExperimentTracker.Reports;

/// <summary>Writes lists and strings to the JSON of a report. Empty ones are omitted, which saves much space when a report has a thousand runs.</summary>
internal static class ReportJson
{
    /// <summary>Writes a list.</summary>
    public static void WriteList<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        bool any = false;
        foreach (T item in items)
        {
            if (!any) json.WriteStartArray(name);
            any = true;
            write(item);
        }

        if (any) json.WriteEndArray();
    }

    /// <summary>Writes names and values as a list of lists; a name without a value is a list of one element.</summary>
    public static void WritePairs(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string?>> pairs) =>
        json.WriteList(name, pairs, pair =>
        {
            json.WriteStartArray();
            json.WriteStringValue(pair.Key);
            if (pair.Value is not null) json.WriteStringValue(pair.Value);
            json.WriteEndArray();
        });

    /// <summary>Writes a time, unless there is none.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } known) json.WriteNumber(name, Milliseconds(known));
    }

    /// <summary>A time in milliseconds since 1970 in UTC.</summary>
    public static long Milliseconds(DateTime time) => (long)(time.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds;

    /// <summary>Writes a string.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) json.WriteString(name, text);
    }
}
