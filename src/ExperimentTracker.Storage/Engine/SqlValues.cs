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

    /// <summary>The exclusive upper bound of all strings with a prefix, by their UTF-8 bytes, for a range over an index.</summary>
    public static string PrefixEnd(string prefix) => prefix + "\U0010FFFF";

    /// <summary>The reversed string, so that an index finds suffixes.</summary>
    public static string Reverse(string text)
    {
        char[] characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }
}
