using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Session : IDisposable
{
    private const int MostStatements = 200;
    private readonly Dictionary<string, SqliteCommand> queries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement> prepared = new(StringComparer.Ordinal);

    public Session(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    /// <summary>The folder of the database, for errors.</summary>
    public string StorePath => Path.GetDirectoryName(Connection.DataSource) is { Length: > 0 } folder ? folder : Connection.DataSource;

    /// <summary>The raw handle, for what ADO.NET has no word for.</summary>
    public sqlite3 Handle => Connection.Handle!;

    /// <summary>Whether the connection was opened on a file that it cannot write.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    /// <summary>Runs a statement; its parameters are @1, @2 …</summary>
    /// <returns>The number of rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Keep(sql).BindAll(arguments).Run();

    /// <summary>The first column of the first row; <see langword="null"/> for SQL's NULL or no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments) => Keep(sql).BindAll(arguments).First();

    /// <summary>The first column of the first row as a whole number; <see langword="null"/> for SQL's NULL or no row.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> arguments) => Scalar(sql, arguments) switch
    {
        null => null,
        long number => number,
        _ => throw Damaged("a number is something else"),
    };

    /// <summary>All rows, read to the end before this returns.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        var rows = new List<T>();
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        while (reader.Read()) rows.Add(Map(read, reader));
        return rows;
    }

    /// <summary>Gives every row to <paramref name="take"/>.</summary>
    public void ForEach(string sql, Action<SqliteDataReader> take, params ReadOnlySpan<object?> arguments)
    {
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        Func<SqliteDataReader, int> taking = row =>
        {
            take(row);
            return 0;
        };
        while (reader.Read()) Map(taking, reader);
    }

    /// <summary>The first row, or the default of <typeparamref name="T"/>.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        return reader.Read() ? Map(read, reader) : default;
    }

    /// <summary>A statement for what runs for every point. It stays prepared as long as the session; its text is a constant.</summary>
    public Statement Prepare(string sql)
    {
        if (!prepared.TryGetValue(sql, out Statement? statement)) prepared.Add(sql, statement = new Statement(Handle, sql));
        return statement;
    }

    /// <summary>Runs several statements without parameters.</summary>
    public void Script(string sql)
    {
        using SqliteCommand command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs one statement to its end without ADO.NET, which steps over what gives rows.</summary>
    public void Raw(string sql)
    {
        int code = raw.sqlite3_exec(Handle, sql);
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(Handle).utf8_to_string(), code & 0xFF, code);
    }

    /// <summary>Does something long that a cancellation interrupts, also in the middle of a statement.</summary>
    public T Interruptible<T>(Func<T> work, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.Register(() => raw.sqlite3_interrupt(Handle));
        try
        {
            return work();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    public void Dispose()
    {
        Forget(queries);
        Forget(statements);
        Forget(prepared);
        Connection.Dispose();
    }

    // A row that cannot be what its columns say was damaged in the file, or never written by us.
    private static T Map<T>(Func<SqliteDataReader, T> read, SqliteDataReader row)
    {
        try
        {
            return read(row);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or JsonException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw Damaged(e.Message);
        }
    }

    /// <summary>The error of a row that is not what its table says.</summary>
    public static SqliteException Damaged(string why) => new($"a row is not what it should be: {why}", raw.SQLITE_CORRUPT);

    // Statements with optional conditions have many texts; a session does not keep them for ever.
    private Statement Keep(string sql)
    {
        if (statements.TryGetValue(sql, out Statement? statement)) return statement;
        if (statements.Count >= MostStatements) Forget(statements);
        statements.Add(sql, statement = new Statement(Handle, sql));
        return statement;
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!queries.TryGetValue(sql, out SqliteCommand? command))
        {
            if (queries.Count >= MostStatements) Forget(queries);
            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 1; i <= arguments.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
            queries.Add(sql, command);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            SqliteParameter parameter = command.Parameters[i];
            parameter.ResetSqliteType();
            parameter.Value = arguments[i] ?? DBNull.Value;
        }

        return command;
    }

    private static void Forget<T>(Dictionary<string, T> all)
        where T : IDisposable
    {
        foreach (T one in all.Values) one.Dispose();
        all.Clear();
    }
}
