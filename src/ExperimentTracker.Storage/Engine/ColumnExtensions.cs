using System.Runtime.CompilerServices;
using System.Text.Json;
using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Columns of the current row as values of the domain. What a column cannot hold is a <see cref="FormatException"/>: the row was damaged.</summary>
internal static class ColumnExtensions
{
    // DateTime.MaxValue.Ticks, which is no constant.
    private const long MostTicks = 3_155_378_975_999_999_999;

    /// <summary>A small whole number.</summary>
    public static int GetInt32(this Statement row, int column) => checked((int)row.GetInt64(column));

    /// <summary>A flag.</summary>
    public static bool GetBoolean(this Statement row, int column) => row.GetInt64(column) != 0;

    /// <summary>A flag, or <see langword="null"/>.</summary>
    public static bool? GetBooleanOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } flag ? flag != 0 : null;

    /// <summary>A number; SQLite has NULL for NaN.</summary>
    public static double GetDoubleOrNaN(this Statement row, int column) => row.GetDoubleOrNull(column) ?? double.NaN;

    /// <summary>A moment in UTC ticks.</summary>
    public static long GetUtcTicks(this Statement row, int column) => Moment(row.GetInt64(column));

    /// <summary>A moment in UTC ticks, or <see langword="null"/>.</summary>
    public static long? GetUtcTicksOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } ticks ? Moment(ticks) : null;

    /// <summary>A moment in UTC.</summary>
    public static DateTime GetUtcTime(this Statement row, int column) => new(row.GetUtcTicks(column), DateTimeKind.Utc);

    /// <summary>A moment in UTC, or <see langword="null"/>.</summary>
    public static DateTime? GetUtcTimeOrNull(this Statement row, int column) =>
        row.GetInt64OrNull(column) is { } ticks ? new DateTime(Moment(ticks), DateTimeKind.Utc) : null;

    /// <summary>A moment in local time, as records have it.</summary>
    public static DateTime GetLocalTime(this Statement row, int column) => UtcTicks.ToLocal(row.GetUtcTicks(column));

    /// <summary>A moment in local time, or <see langword="null"/>.</summary>
    public static DateTime? GetLocalTimeOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } ticks ? UtcTicks.ToLocal(Moment(ticks)) : null;

    /// <summary>A number of seconds as an interval, or <see langword="null"/>.</summary>
    public static TimeSpan? GetSecondsOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>A size in bytes, of which a great many can be added up.</summary>
    public static long GetSize(this Statement row, int column) => Size(row.GetInt64(column));

    /// <summary>A size in bytes, or <see langword="null"/>.</summary>
    public static long? GetSizeOrNull(this Statement row, int column) => row.GetInt64OrNull(column) is { } size ? Size(size) : null;

    /// <summary>A value of an enumeration of <see cref="int"/> that is defined.</summary>
    public static T GetEnum<T>(this Statement row, int column)
        where T : struct, Enum
    {
        int number = row.GetInt32(column);
        T value = Unsafe.As<int, T>(ref number);
        return Enum.IsDefined(value) ? value : throw new FormatException($"{number} is no {typeof(T).Name}");
    }

    /// <summary>A value of an enumeration, or <see langword="null"/>.</summary>
    public static T? GetEnumOrNull<T>(this Statement row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : row.GetEnum<T>(column);

    /// <summary>A value that is kept as JSON, or <see langword="null"/>.</summary>
    public static object? GetJson(this Statement row, int column) => row.GetStringOrNull(column) is { } json ? JsonText.Read(json) : null;

    /// <summary>Values by name that are kept as JSON.</summary>
    public static NamedValues GetNamedValues(this Statement row, int column) => row.GetJson(column) as NamedValues ?? NamedValues.Empty;

    /// <summary>A list of texts that is kept as JSON.</summary>
    public static IReadOnlyList<string> GetStrings(this Statement row, int column) => JsonSerializer.Deserialize<string[]>(row.GetString(column))!;

    private static long Moment(long ticks) => ticks is >= 0 and <= MostTicks ? ticks : throw new FormatException($"{ticks} is not a valid date and time");

    private static long Size(long size) => size is >= 0 and <= ArtifactRules.LargestSize ? size : throw new FormatException($"{size} is not a valid size");
}
