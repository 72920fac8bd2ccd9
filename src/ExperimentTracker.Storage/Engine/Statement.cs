using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// A prepared statement over SQLite's native API, and its current row. ADO.NET allocates an object for each value and looks up each parameter by
/// name, which takes several times as long as most statements. The methods are named as in <see cref="SqliteDataReader"/>; conversions are in <see
/// cref="ColumnExtensions"/>.
/// </summary>
/// <param name="database">The connection.</param>
/// <param name="sql">The statement.</param>
/// <param name="time">The clock for timeouts.</param>
internal sealed partial class Statement(sqlite3 database, string sql, TimeProvider time) : IDisposable
{
    // ADO.NET's default timeout. Another process may be recovering or closing the WAL when a read transaction begins with its first row.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly sqlite3_stmt handle = Prepare(database, sql, time);
    private SharedTexts? texts;
    private nint native;
    private bool stepped;
    private Statement? nested;

    /// <summary>The clock of the engine.</summary>
    public TimeProvider Time => time;

    /// <summary>The number of columns of a row.</summary>
    public int FieldCount => raw.sqlite3_column_count(handle);

    // Not finalized while the row is read, because this object keeps the handle.
    private nint Native => native != 0 ? native : native = handle.DangerousGetHandle();

    // Between its first bound value and its last row, the statement must not be reused.
    private bool IsInUse => bound != 0 || stepped;

    /// <summary>
    /// Returns this statement or, while its rows are being read, another one with the same text: the code that reads rows can run the same query
    /// again.
    /// </summary>
    public Statement Idle() => IsInUse ? (nested ??= new Statement(database, sql, time)).Idle() : this;

    /// <summary>Disposes it unless it is in use.</summary>
    public bool TryDispose()
    {
        if (IsInUse) return false;
        Dispose();
        return true;
    }

    /// <summary>Runs the statement to completion.</summary>
    /// <returns>The number of rows it changed, if it changes any.</returns>
    public int Execute()
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

    /// <summary>The first column of the first row; <see langword="null"/> for SQL's NULL or no row.</summary>
    public object? Scalar()
    {
        try
        {
            return Next() ? GetValue(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Returns all rows, read completely.</summary>
    public List<T> ToList<T>(Func<Statement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Next()) rows.Add(Map(read));
        }
        finally
        {
            Reset();
        }

        return rows;
    }

    /// <summary>Returns the first row, or the default of <typeparamref name="T"/>.</summary>
    public T? FirstOrDefault<T>(Func<Statement, T> read)
    {
        try
        {
            return Next() ? Map(read) : default;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Calls <paramref name="read"/> for each row, which reads its columns from this statement.</summary>
    public void ForEach(Action<Statement> read)
    {
        Func<Statement, bool> reading = row =>
        {
            read(row);
            return true;
        };
        try
        {
            while (Next()) Map(reading);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Whether the column is NULL.</summary>
    public bool IsDBNull(int column) => NativeColumns.Type(Native, column) == raw.SQLITE_NULL;

    /// <summary>The value of an integer column that is never NULL.</summary>
    public long GetInt64(int column)
    {
        // SQLite returns 0 for NULL and for values that are not numbers. The type is only read then, because each call counts when points are read.
        long value = NativeColumns.Int64(Native, column);
        return value != 0 || NativeColumns.Type(Native, column) == raw.SQLITE_INTEGER ? value : throw Mistyped(column, "an integer");
    }

    /// <summary>The value of an integer column, or <see langword="null"/>.</summary>
    public long? GetInt64OrNull(int column) => NativeColumns.Type(Native, column) switch
    {
        raw.SQLITE_INTEGER => NativeColumns.Int64(Native, column),
        raw.SQLITE_NULL => null,
        _ => throw Mistyped(column, "an integer"),
    };

    /// <summary>The value of a numeric column that is never NULL.</summary>
    public double GetDouble(int column) => GetDoubleOrNull(column) ?? throw Mistyped(column, "a number");

    /// <summary>The value of a numeric column, or <see langword="null"/>.</summary>
    public double? GetDoubleOrNull(int column)
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

    /// <summary>The value of a string column that is never NULL.</summary>
    public string GetString(int column) => GetStringOrNull(column) ?? throw Mistyped(column, "a string");

    /// <summary>The value of a string column, or <see langword="null"/>.</summary>
    public string? GetStringOrNull(int column) => NativeColumns.Text(Native, column, out ReadOnlySpan<byte> text) ? Encoding.UTF8.GetString(text) : null;

    /// <summary>The value of a string column, or <see langword="null"/>, as a string object that rows with the same value can share.</summary>
    public string? GetSharedStringOrNull(int column) =>
        NativeColumns.Text(Native, column, out ReadOnlySpan<byte> text) ? (texts ??= new SharedTexts()).Get(text) : null;

    /// <summary>The bytes of a column, valid until the next row is read.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(handle, column);

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

    private FormatException Mistyped(int column, string what) =>
        new($"{raw.sqlite3_column_name(handle, column).utf8_to_string()} is {(IsDBNull(column) ? "missing" : $"not {what}")}");

    // A row with a value that its column cannot have was damaged, or written by another program.
    private T Map<T>(Func<Statement, T> read)
    {
        try
        {
            return read(this);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or JsonException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw StoreConnection.Damaged(e.Message);
        }
    }

    private object? GetValue(int column) => NativeColumns.Type(Native, column) switch
    {
        raw.SQLITE_INTEGER => NativeColumns.Int64(Native, column),
        raw.SQLITE_FLOAT => NativeColumns.Double(Native, column),
        raw.SQLITE_TEXT => GetStringOrNull(column),
        raw.SQLITE_BLOB => GetBytes(column).ToArray(),
        _ => null,
    };

    private bool Next()
    {
        int code = NativeColumns.Step(Native);
        if (code == raw.SQLITE_BUSY && !stepped) code = WhileBusy(time, ResetAndStep);
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

    /// <summary>Releases the row and restarts binding at the first parameter.</summary>
    public void Reset()
    {
        bound = 0;
        stepped = false;
        raw.sqlite3_reset(handle);
    }
}
