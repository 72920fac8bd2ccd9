using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Columns to values and back.</summary>
internal static class Rows
{
    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Whole(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static DateTime Time(this SqliteDataReader row, int column) => UtcTicks.ToLocal(row.GetInt64(column));

    public static DateTime? TimeOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : UtcTicks.ToLocal(row.GetInt64(column));

    /// <summary>A moment in UTC ticks.</summary>
    public static long Ticks(this SqliteDataReader row, int column)
    {
        long ticks = row.GetInt64(column);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? ticks : throw new FormatException($"{ticks} is no moment");
    }

    /// <summary>A size in bytes, of which a great many can be added up.</summary>
    public static long Size(this SqliteDataReader row, int column)
    {
        long size = row.GetInt64(column);
        return size is >= 0 and <= ArtifactRules.LargestSize ? size : throw new FormatException($"{size} is no size");
    }

    /// <summary>A size in bytes, or <see langword="null"/>.</summary>
    public static long? SizeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Size(column);

    /// <summary>One of the words of an enumeration.</summary>
    public static T Word<T>(this SqliteDataReader row, int column)
        where T : struct, Enum
    {
        var word = (T)Enum.ToObject(typeof(T), row.GetInt64(column));
        return Enum.IsDefined(word) ? word : throw new FormatException($"{word} is no {typeof(T).Name}");
    }

    /// <summary>One of the words of an enumeration, or <see langword="null"/>.</summary>
    public static T? WordOrNull<T>(this SqliteDataReader row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : row.Word<T>(column);

    /// <summary>A double whose NaN is NULL.</summary>
    public static double Real(this SqliteDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);

    public static double? RealOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    public static object? Json(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : JsonText.Read(row.GetString(column));

    /// <summary>A JSON list of texts.</summary>
    public static IReadOnlyList<string> TextList(this SqliteDataReader row, int column) => JsonSerializer.Deserialize<string[]>(row.GetString(column))!;

    /// <summary>A double as it is bound: NaN as NULL.</summary>
    public static object? Db(double value) => double.IsNaN(value) ? null : value;

    public static object? DbJson(object? value) => value is null ? null : JsonText.Write(value);

    /// <summary>A list as one parameter: <c>IN (SELECT value FROM json_each(@1))</c>.</summary>
    public static string DbList<T>(IEnumerable<T> values) => JsonSerializer.Serialize(values);

    /// <summary>A text behind all that begin so, by their UTF-8 bytes: the end of a range over an index.</summary>
    public static string PrefixEnd(string prefix) => prefix + "\U0010FFFF";

    public static string Reverse(string text)
    {
        char[] characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }
}
