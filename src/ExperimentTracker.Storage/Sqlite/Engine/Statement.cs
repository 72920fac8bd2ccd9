using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// A statement that stays prepared, over SQLite's own calls. ADO.NET makes an object of each value and looks each parameter up by its name, which takes
/// several times as long as most statements do.
/// </summary>
internal sealed class Statement(sqlite3 database, string sql) : IDisposable
{
    // DateTime.MaxValue.Ticks, which is no constant.
    private const long MostTicks = 3_155_378_975_999_999_999;

    // Another process may be mending or closing the journal when a reading transaction begins with its first row.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly sqlite3_stmt handle = Prepare(database, sql);
    private int[]? places;
    private int bound;
    private bool stepped;

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

    /// <summary>Binds the parameters @1, @2 …, wherever they stand in the text.</summary>
    public Statement BindAll(ReadOnlySpan<object?> arguments)
    {
        if (places?.Length != arguments.Length) places = PlacesOf(arguments.Length);
        for (int i = 0; i < arguments.Length; i++)
        {
            bound = places[i] - 1;
            if (bound >= 0) Bind(arguments[i]);
        }

        return this;
    }

    /// <summary>Runs a statement whose rows nobody wants.</summary>
    /// <returns>The number of rows it changed, when it changes any.</returns>
    public int Run()
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

    /// <summary>Tries to run a statement that another process may be in the way of.</summary>
    /// <returns>SQLite's code: <c>SQLITE_DONE</c>, <c>SQLITE_BUSY</c>, or an error.</returns>
    public int Try()
    {
        int code = raw.sqlite3_step(handle);
        Reset();
        return code & 0xFF;
    }

    /// <summary>The first column of the first row; <see langword="null"/> for SQL's NULL or no row.</summary>
    public object? First()
    {
        try
        {
            return Next() ? Value(0) : null;
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
            while (Next()) Give(read);
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

    /// <summary>The value of a column of the current row that is never NULL.</summary>
    public string Word(int column) => Text(column) ?? throw new FormatException("a name is missing");

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

    // A row that cannot be what its columns say was damaged in the file, or never written by us.
    private void Give(Action<Statement> read)
    {
        try
        {
            read(this);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw Session.Damaged(e.Message);
        }
    }

    private object? Value(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_INTEGER => Whole(column),
        raw.SQLITE_FLOAT => Real(column),
        raw.SQLITE_TEXT => Text(column),
        raw.SQLITE_BLOB => Blob(column).ToArray(),
        _ => null,
    };

    private Statement Bind(object? value) => value switch
    {
        null => BindNull(),
        string text => Bind(text),
        long whole => Bind(whole),
        int whole => Bind((long)whole),
        bool flag => Bind(flag ? 1L : 0L),
        double real => Bind(real),
        byte[] bytes => BindBlob(bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value of a column."),
    };

    private int[] PlacesOf(int count) => [.. Enumerable.Range(1, count).Select(i => raw.sqlite3_bind_parameter_index(handle, $"@{i}"))];

    private Statement BindNull()
    {
        Check(raw.sqlite3_bind_null(handle, ++bound));
        return this;
    }

    private bool Next()
    {
        int code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_BUSY && !stepped) code = StepOnceFree();
        stepped = true;
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw Failure(database, code),
        };
    }

    private int StepOnceFree()
    {
        long started = Stopwatch.GetTimestamp();
        int code;
        do
        {
            raw.sqlite3_reset(handle);
            Thread.Sleep(1);
            code = raw.sqlite3_step(handle);
        }
        while (code == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(started) < LongestWait);
        return code;
    }

    private void Reset()
    {
        bound = 0;
        stepped = false;
        raw.sqlite3_reset(handle);
    }

    private void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        Reset();
        throw Failure(database, code);
    }
}
