using System.Text.Json;

namespace ExperimentTracker.Reports;

/// <summary>Lists and texts in the JSON of a report. What is empty is left out: of a thousand runs without inputs, a thousand times.</summary>
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

    /// <summary>Writes names and texts as a list of lists; a name without a text is a list of one.</summary>
    public static void WritePairs(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string?>> pairs) =>
        json.WriteList(name, pairs, pair =>
        {
            json.WriteStartArray();
            json.WriteStringValue(pair.Key);
            if (pair.Value is not null) json.WriteStringValue(pair.Value);
            json.WriteEndArray();
        });

    /// <summary>Writes a text.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) json.WriteString(name, text);
    }
}
