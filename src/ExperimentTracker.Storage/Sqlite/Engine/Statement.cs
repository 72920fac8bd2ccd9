using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// A statement that stays prepared, over SQLite's own calls: for the few that run for every point. ADO.NET makes an object of each value and looks each
/// parameter up by its name, which takes several times as long as the statement.
/// </summary>
internal sealed class Statement(sqlite3 database, string sql) : IDisposable
{
    // DateTime.MaxValue.Ticks, which is no constant.
    private const long MostTicks = 3_155_378_975_999_999_999;

    private readonly sqlite3_stmt handle = Prepare(database, sql);
    private int bound;

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds the next parameter; NaN is NULL.</summary>
    public Statement Bind(double value)
    {
        Check(raw.sqlite3_bind_double(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, ++bound) : raw.sqlite3_bind_text(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public Statement BindReal(double? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public Statement BindBlob(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, ++bound, value));
        return this;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        try
        {
            Next();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Gives each row to <paramref name="read"/>, which takes its columns from this statement.</summary>
    public void ForEach(Action<Statement> read)
    {
        try
        {
            while (Next()) read(this);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The value of a column of the current row.</summary>
    public long Whole(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>The value of a column of the current row.</summary>
    public long? WholeOrNull(int column) => IsNull(column) ? null : Whole(column);

    /// <summary>A moment in UTC ticks.</summary>
    public long Ticks(int column) =>
        Whole(column) is >= 0 and <= MostTicks and var ticks ? ticks : throw new FormatException($"{Whole(column)} is no moment");

    /// <summary>One of the words of an enumeration, or <see langword="null"/>.</summary>
    public T? WordOrNull<T>(int column)
        where T : struct, Enum
    {
        if (IsNull(column)) return null;
        var word = (T)Enum.ToObject(typeof(T), Whole(column));
        return Enum.IsDefined(word) ? word : throw new FormatException($"{word} is no {typeof(T).Name}");
    }

    /// <summary>The value of a column of the current row; NULL is NaN.</summary>
    public double Real(int column) => IsNull(column) ? double.NaN : raw.sqlite3_column_double(handle, column);

    /// <summary>The value of a column of the current row.</summary>
    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(handle, column).utf8_to_string();

    /// <summary>The bytes of a column of the current row, until the next one is taken.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();

    private static sqlite3_stmt Prepare(sqlite3 database, string sql)
    {
        int code = raw.sqlite3_prepare_v2(database, sql, out sqlite3_stmt prepared);
        return code == raw.SQLITE_OK ? prepared : throw Failure(database, code);
    }

    private static SqliteException Failure(sqlite3 database, int code) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(database));

    private bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    private Statement BindNull()
    {
        Check(raw.sqlite3_bind_null(handle, ++bound));
        return this;
    }

    private bool Next() => raw.sqlite3_step(handle) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        int code => throw Failure(database, code),
    };

    private void Reset()
    {
        bound = 0;
        raw.sqlite3_reset(handle);
    }

    private void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        Reset();
        throw Failure(database, code);
    }
}
