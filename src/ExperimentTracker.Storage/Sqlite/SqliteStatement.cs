using System.Text;
using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// A prepared statement over SQLite's native API, and its current row. ADO.NET allocates an object for each value and looks up each parameter by
/// name, which takes several times as long as most statements.
/// </summary>
/// <param name="database">The connection.</param>
/// <param name="sql">The statement.</param>
/// <param name="time">The clock for timeouts.</param>
internal sealed partial class SqliteStatement(sqlite3 database, string sql, TimeProvider time) : Statement(time), IDisposable
{
    // ADO.NET's default timeout. Another process may be recovering or closing the WAL when a read transaction begins with its first row.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly sqlite3_stmt handle = Prepare(database, sql, time);
    private SharedTexts? texts;
    private nint native;
    private bool stepped;
    private SqliteStatement? nested;

    public override int FieldCount => raw.sqlite3_column_count(handle);

    // Not finalized while the row is read, because this object keeps the handle.
    private nint Native => native != 0 ? native : native = handle.DangerousGetHandle();

    // Between its first bound value and its last row, the statement must not be reused.
    private bool IsInUse => bound != 0 || stepped;

    /// <summary>
    /// Returns this statement or, while its rows are being read, another one with the same text: the code that reads rows can run the same query
    /// again.
    /// </summary>
    public SqliteStatement Idle() => IsInUse ? (nested ??= new SqliteStatement(database, sql, Time)).Idle() : this;

    /// <summary>Disposes it unless it is in use.</summary>
    public bool TryDispose()
    {
        if (IsInUse) return false;
        Dispose();
        return true;
    }

    public override int Execute()
    {
        try
        {
            while (Next())
            {
            }

            return raw.sqlite3_changes(database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Tries to run a statement that can be blocked by another process.</summary>
    /// <returns>The result code of SQLite: <c>SQLITE_DONE</c>, <c>SQLITE_BUSY</c>, or an error.</returns>
    public int TryExecute()
    {
        int code = raw.sqlite3_step(handle);
        Reset();
        return code & 0xFF;
    }

    public override bool IsDBNull(int column) => NativeColumns.Type(Native, column) == raw.SQLITE_NULL;

    public override long GetInt64(int column)
    {
        // SQLite returns 0 for NULL and for values that are not numbers. The type is only read then, because each call counts when points are read.
        long value = NativeColumns.Int64(Native, column);
        return value != 0 || NativeColumns.Type(Native, column) == raw.SQLITE_INTEGER ? value : throw Mistyped(column, "an integer");
    }

    public override long? GetInt64OrNull(int column) => NativeColumns.Type(Native, column) switch
    {
        raw.SQLITE_INTEGER => NativeColumns.Int64(Native, column),
        raw.SQLITE_NULL => null,
        _ => throw Mistyped(column, "an integer"),
    };

    public override double? GetDoubleOrNull(int column)
    {
        // As for an integer.
        double value = NativeColumns.Double(Native, column);
        if (value != 0) return value;
        return NativeColumns.Type(Native, column) switch
        {
            raw.SQLITE_FLOAT or raw.SQLITE_INTEGER => value,
            raw.SQLITE_NULL => null,
            _ => throw Mistyped(column, "a number"),
        };
    }

    public override string? GetStringOrNull(int column) => NativeColumns.Text(Native, column, out ReadOnlySpan<byte> text) ? Encoding.UTF8.GetString(text) : null;

    public override string? GetSharedStringOrNull(int column) =>
        NativeColumns.Text(Native, column, out ReadOnlySpan<byte> text) ? (texts ??= new SharedTexts()).Get(text) : null;

    public override ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose()
    {
        nested?.Dispose();
        native = 0;
        handle.Dispose();
    }

    /// <summary>Tries a call until no other process holds the lock that it needs, or for half a minute.</summary>
    /// <returns>The result code of the last attempt.</returns>
    public static int WhileBusy(TimeProvider time, Func<int> attempt)
    {
        int code = attempt();
        for (long started = time.GetTimestamp(); code == raw.SQLITE_BUSY && time.GetElapsedTime(started) < LongestWait; code = attempt()) Thread.Sleep(1);
        return code;
    }

    /// <summary>The error of the last call.</summary>
    public static SqliteException Failure(sqlite3 database, int code) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(database));

    private static sqlite3_stmt Prepare(sqlite3 database, string sql, TimeProvider time)
    {
        sqlite3_stmt? prepared = null;
        int code = WhileBusy(time, () => raw.sqlite3_prepare_v2(database, sql, out prepared));
        return code == raw.SQLITE_OK ? prepared! : throw Failure(database, code);
    }

    protected override string NameOf(int column) => raw.sqlite3_column_name(handle, column).utf8_to_string();

    protected override object? GetValue(int column) => NativeColumns.Type(Native, column) switch
    {
        raw.SQLITE_INTEGER => NativeColumns.Int64(Native, column),
        raw.SQLITE_FLOAT => NativeColumns.Double(Native, column),
        raw.SQLITE_TEXT => GetStringOrNull(column),
        raw.SQLITE_BLOB => GetBytes(column).ToArray(),
        _ => null,
    };

    protected override bool Next()
    {
        int code = NativeColumns.Step(Native);
        if (code == raw.SQLITE_BUSY && !stepped) code = WhileBusy(Time, ResetAndStep);
        stepped = true;
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw Failure(database, code),
        };
    }

    private int ResetAndStep()
    {
        raw.sqlite3_reset(handle);
        return raw.sqlite3_step(handle);
    }

    public override void Reset()
    {
        bound = 0;
        stepped = false;
        raw.sqlite3_reset(handle);
    }
}
