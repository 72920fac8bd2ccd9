using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Converts timestamps of columns: to local time for records, to UTC for transferred records.</summary>
internal static class ColumnTimes
{
    /// <summary>Reads a timestamp from the current row.</summary>
    public static DateTime ReadTime<T>(this Column<T, long> column, Statement row, DateTimeKind kind) => Time(column.Read(row), kind);

    /// <summary>Reads a timestamp from the current row, or <see langword="null"/>.</summary>
    public static DateTime? ReadTime<T>(this Column<T, long?> column, Statement row, DateTimeKind kind) => column.Read(row) is { } ticks ? Time(ticks, kind) : null;

    private static DateTime Time(long ticks, DateTimeKind kind) => kind == DateTimeKind.Utc ? new DateTime(ticks, DateTimeKind.Utc) : UtcTicks.ToLocal(ticks);
}
