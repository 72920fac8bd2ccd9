using System.Globalization;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Converts values for SQL.</summary>
internal static class SqlValues
{
    /// <summary>A value as JSON; <see langword="null"/> for none.</summary>
    public static string? Json(object? value) => value is null ? null : JsonText.Write(value);

    /// <summary>Named values as JSON; <see langword="null"/> if there are none.</summary>
    public static string? JsonOrNull(NamedValues values) => values.Count == 0 ? null : JsonText.Write(values);

    /// <summary>A timestamp in UTC ticks.</summary>
    public static long? Ticks(DateTime? time) => time is { } at ? UtcTicks.From(at) : null;

    /// <summary>A list as one parameter: <c>IN (SELECT value FROM json_each(@1))</c>.</summary>
    /// <param name="values">Strings or integers.</param>
    public static string List<T>(IEnumerable<T> values)
    {
        var text = new StringBuilder("[");
        foreach (T value in values)
        {
            if (text.Length > 1) text.Append(',');
            if (value is string item) text.Append('"').Append(IsPlain(item) ? item : JsonEncodedText.Encode(item).Value).Append('"');
            else text.Append(CultureInfo.InvariantCulture, $"{value}");
        }

        return text.Append(']').ToString();
    }

    /// <summary>The exclusive upper bound of all strings with a prefix, by their UTF-8 bytes, for a range over an index.</summary>
    public static string PrefixEnd(string prefix) => prefix + "\U0010FFFF";

    /// <summary>The reversed string, so that an index finds suffixes.</summary>
    public static string Reverse(string text)
    {
        char[] characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    // Ids and digests. The encoder for other strings takes milliseconds to load.
    private static bool IsPlain(string text)
    {
        foreach (char c in text) if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or ':')) return false;
        return true;
    }
}
