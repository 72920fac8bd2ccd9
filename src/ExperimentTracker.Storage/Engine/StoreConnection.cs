using ExperimentTracker.Values;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Engine;

/// <summary>A connection with its prepared statements. Not thread-safe.</summary>
/// <param name="inner">The connection of ADO.NET.</param>
/// <param name="options">The options of the engine.</param>
internal sealed class StoreConnection(SqliteConnection inner, EngineOptions options) : IDisposable
{
    // Queries with optional conditions have many texts, and a statement uses 5 KB, one that joins many tables 45 KB: at most a few MB per connection.
    private const int MostStatements = 200;

    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement> prepared = new(StringComparer.Ordinal);

    /// <summary>The connection of ADO.NET, for queries of users.</summary>
    public SqliteConnection Inner => inner;

    /// <summary>The options of the engine that opened it.</summary>
    public EngineOptions Options => options;

    /// <summary>The current time of the engine's clock.</summary>
    public DateTime UtcNow => options.Time.GetUtcNow().UtcDateTime;

    /// <summary>The current time in UTC ticks, as in the tables.</summary>
    public long NowTicks => UtcTicks.Now(options.Time);

    /// <summary>The folder of the database, for error messages.</summary>
    public string StorePath => Path.GetDirectoryName(inner.DataSource) is { Length: > 0 } folder ? folder : inner.DataSource;

    /// <summary>The native handle, for calls that ADO.NET does not expose.</summary>
    public sqlite3 Handle => inner.Handle!;

    /// <summary>Whether the connection was opened on a file that it cannot write.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    /// <summary>
    /// Identifies the content of the database in a write transaction. It is <see cref="NextContent"/> of the transaction before if this connection committed that
    /// one and no other connection has written since.
    /// </summary>
    public long Content { get; private set; }

    /// <summary>What <see cref="Content"/> is after the current write transaction, if it is committed.</summary>
    public long NextContent => Content + 1;

    /// <summary>Called when another connection has written.</summary>
    public void ContentChanged() => Content += 2;

    /// <summary>Called when a write transaction is committed.</summary>
    public void ContentCommitted() => Content++;

    /// <summary>Runs a statement; its parameters are @1, @2 …</summary>
    /// <returns>The number of rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).Execute();

    /// <summary>The first column of the first row; <see langword="null"/> for SQL's NULL or no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).Scalar();

    /// <summary>The first column of the first row as an integer; <see langword="null"/> for SQL's NULL or no row.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> arguments) => Scalar(sql, arguments) switch
    {
        null => null,
        long number => number,
        _ => throw Damaged("a value is not a number"),
    };

    /// <summary>Returns all rows, read completely.</summary>
    public List<T> Query<T>(string sql, Func<Statement, T> read, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).ToList(read);

    /// <summary>Calls <paramref name="take"/> for every row.</summary>
    public void ForEach(string sql, Action<Statement> take, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).ForEach(take);

    /// <summary>Returns the first row, or the default of <typeparamref name="T"/>.</summary>
    public T? First<T>(string sql, Func<Statement, T> read, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).FirstOrDefault(read);

    /// <summary>Returns a statement for code that runs for every point. It stays prepared as long as the connection; its text must be a constant.</summary>
    public Statement Prepare(string sql)
    {
        if (!prepared.TryGetValue(sql, out Statement? statement)) prepared.Add(sql, statement = new Statement(Handle, sql, options.Time));
        return statement.Idle();
    }

    /// <summary>The key of the last inserted row.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>
    /// Runs statements without parameters, and ignores the rows that they return. While another process holds a lock it is tried again from the beginning: after
    /// its first statement, a script must have the lock that it needs.
    /// </summary>
    /// <exception cref="SqliteException">A statement failed; those before it are done.</exception>
    public void Script(string sql)
    {
        int code = Statement.WhileBusy(options.Time, () => raw.sqlite3_exec(Handle, sql));
        if (code != raw.SQLITE_OK) throw Statement.Failure(Handle, code);
    }

    /// <summary>Runs a long operation that can be cancelled in the middle of a statement.</summary>
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
        foreach (Statement statement in statements.Values) statement.Dispose();
        foreach (Statement statement in prepared.Values) statement.Dispose();
        inner.Dispose();
    }

    /// <summary>Creates the error for a damaged row.</summary>
    public static SqliteException Damaged(string why) => new($"a row is not valid: {why}", raw.SQLITE_CORRUPT);

    private Statement GetStatement(string sql)
    {
        if (statements.TryGetValue(sql, out Statement? statement)) return statement.Idle();
        if (statements.Count >= MostStatements) DisposeIdle();
        statements.Add(sql, statement = new Statement(Handle, sql, options.Time));
        return statement;
    }

    // Disposes all of them: tracking their last use would cost something each time, and preparing them again takes a few milliseconds. Statements
    // whose rows are being read further up the stack stay.
    private void DisposeIdle()
    {
        foreach ((string sql, Statement statement) in statements.ToArray())
        {
            if (statement.TryDispose()) statements.Remove(sql);
        }
    }
}
