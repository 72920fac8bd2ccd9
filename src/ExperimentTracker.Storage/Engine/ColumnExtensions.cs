using System.Runtime.CompilerServices;
using System.Text.Json;
using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// Converts columns of the current row to values. A value that a column cannot have throws a <see cref="FormatException"/>: the row is damaged.
/// </summary>
internal static class ColumnExtensions
{
    // DateTime.MaxValue.Ticks, which is not a constant.
    private const long MostTicks = 3_155_378_975_999_999_999;

    /// <summary>A 32-bit integer.</summary>
    public static int GetInt32(this Statement row, int column) => checked((int)row.GetInt64(column));

    /// <summary>A Boolean value.</summary>
    public static bool GetBoolean(this Statement row, int column) => row.GetInt64(column) != 0;

    /// <summary>A Boolean value, or <see langword="null"/>.</summary>
    public static bool? GetBooleanOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } flag ? flag != 0 : null;

    /// <summary>The value of a string column that is never NULL, as a string object that rows with the same value can share.</summary>
    public static string GetSharedString(this Statement row, int column) => row.GetSharedStringOrNull(column) ?? row.GetString(column);

    /// <summary>A double; SQLite stores NaN as NULL.</summary>
    public static double GetDoubleOrNaN(this Statement row, int column) => row.GetDoubleOrNull(column) ?? double.NaN;

    /// <summary>A timestamp in UTC ticks.</summary>
    public static long GetUtcTicks(this Statement row, int column) => ValidTicks(row.GetInt64(column));

    /// <summary>A timestamp in UTC ticks, or <see langword="null"/>.</summary>
    public static long? GetUtcTicksOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } ticks ? ValidTicks(ticks) : null;

    /// <summary>A date and time in UTC.</summary>
    public static DateTime GetUtcTime(this Statement row, int column) => new(row.GetUtcTicks(column), DateTimeKind.Utc);

    /// <summary>A date and time in UTC, or <see langword="null"/>.</summary>
    public static DateTime? GetUtcTimeOrNull(this Statement row, int column) =>
        row.GetInt64OrNull(column) is { } ticks ? new DateTime(ValidTicks(ticks), DateTimeKind.Utc) : null;

    /// <summary>A date and time in local time, as in records.</summary>
    public static DateTime GetLocalTime(this Statement row, int column) => UtcTicks.ToLocal(row.GetUtcTicks(column));

    /// <summary>A date and time in local time, or <see langword="null"/>.</summary>
    public static DateTime? GetLocalTimeOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } ticks ? UtcTicks.ToLocal(ValidTicks(ticks)) : null;

    /// <summary>A duration from a number of seconds, or <see langword="null"/>.</summary>
    public static TimeSpan? GetSecondsOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>A size in bytes, limited so that sums of many sizes do not overflow.</summary>
    public static long GetSize(this Statement row, int column) => Size(row.GetInt64(column));

    /// <summary>A size in bytes, or <see langword="null"/>.</summary>
    public static long? GetSizeOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } size ? Size(size) : null;

    /// <summary>Reads an enum value whose underlying type is <see cref="int"/> or <see cref="long"/>.</summary>
    public static T GetEnum<T>(this Statement row, int column)
        where T : struct, Enum
    {
        long number = row.GetInt64(column);
        int narrow = (int)number;
        T value = Unsafe.SizeOf<T>() == sizeof(long) ? Unsafe.As<long, T>(ref number) : Unsafe.As<int, T>(ref narrow);
        return Enum.IsDefined(value) ? value : throw new FormatException($"{number} is no {typeof(T).Name}");
    }

    /// <summary>Returns the number of an enum value whose underlying type is <see cref="int"/> or <see cref="long"/>.</summary>
    public static long ToNumber<T>(this T value)
        where T : struct, Enum => Unsafe.SizeOf<T>() == sizeof(long) ? Unsafe.As<T, long>(ref value) : Unsafe.As<T, int>(ref value);

    /// <summary>Reads an enum value, or <see langword="null"/>.</summary>
    public static T? GetEnumOrNull<T>(this Statement row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : row.GetEnum<T>(column);

    /// <summary>A value stored as JSON, or <see langword="null"/>.</summary>
    public static object? GetJson(this Statement row, int column) => row.GetStringOrNull(column) is { } json ? JsonText.Read(json) : null;

    /// <summary>Named values stored as JSON.</summary>
    public static NamedValues GetNamedValues(this Statement row, int column) => row.GetJson(column) as NamedValues ?? NamedValues.Empty;

    /// <summary>A list of strings stored as JSON.</summary>
    public static IReadOnlyList<string> GetStrings(this Statement row, int column)
    {
        string json = row.GetString(column);
        if (json == "[]") return [];
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(item => item.GetString() ?? throw new FormatException("an item of a list is null"))];
    }

    private static long ValidTicks(long ticks) => ticks is >= 0 and <= MostTicks ? ticks : throw new FormatException($"{ticks} is not a valid date and time");

    private static long Size(long size) => size is >= 0 and <= ArtifactRules.LargestSize ? size : throw new FormatException($"{size} is not a valid size");
}
