using System.Text.Json;
using ExperimentTracker.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Values of the domain as SQL has them.</summary>
internal static class SqlValues
{
    /// <summary>A value as JSON; nothing for none.</summary>
    public static string? Json(object? value) => value is null ? null : JsonText.Write(value);

    /// <summary>Values by name as JSON; nothing when there are none.</summary>
    public static string? JsonOrNull(NamedValues values) => values.Count == 0 ? null : JsonText.Write(values);

    /// <summary>A moment in UTC ticks.</summary>
    public static long? Ticks(DateTime? moment) => moment is { } at ? UtcTicks.From(at) : null;

    /// <summary>A list as one parameter: <c>IN (SELECT value FROM json_each(@1))</c>.</summary>
    public static string List<T>(IEnumerable<T> values) => JsonSerializer.Serialize(values);

    /// <summary>A text behind all that begin so, by their UTF-8 bytes: the end of a range over an index.</summary>
    public static string PrefixEnd(string prefix) => prefix + "\U0010FFFF";

    /// <summary>The text from its end, so that an index finds what ends with it.</summary>
    public static string Reverse(string text)
    {
        char[] characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }
}
