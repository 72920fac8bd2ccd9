using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>A connection with its prepared statements. Not thread-safe.</summary>
/// <param name="inner">The connection of ADO.NET.</param>
/// <param name="options">The options of the engine.</param>
internal sealed class SqliteStoreConnection(SqliteConnection inner, EngineOptions options) : StoreConnection(options)
{
    // Queries with optional conditions have many texts, and a statement uses 5 KB, one that joins many tables 45 KB: at most a few MB per connection.
    private const int MostStatements = 200;

    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> prepared = new(StringComparer.Ordinal);

    /// <summary>The connection of ADO.NET, for queries of users.</summary>
    public SqliteConnection Inner => inner;

    public override string StorePath => Path.GetDirectoryName(inner.DataSource) is { Length: > 0 } folder ? folder : inner.DataSource;

    /// <summary>The native handle, for calls that ADO.NET does not expose.</summary>
    public sqlite3 Handle => inner.Handle!;

    /// <summary>Whether the connection was opened on a file that it cannot write.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    public override int SchemaVersion => Migrations.VersionOf(this);

    public override int? PageSize => (int)Number("PRAGMA page_size")!;

    public override long DatabaseSize => Number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")!.Value;

    public override long FreeSize => Number("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size")!.Value;

    public override string EngineName => "SQLite";

    public override string EngineVersion => Connections.SqliteVersion;

    public override SqlDialect Dialect => SqliteDialect.Instance;

    public override long InsertedKey => raw.sqlite3_last_insert_rowid(Handle);

    public override bool IsConstraintViolation(Exception error, bool any = false) => error is SqliteException sqlite
        && (any ? sqlite.SqliteErrorCode == raw.SQLITE_CONSTRAINT : sqlite.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_UNIQUE);

    public override SqliteStatement Prepare(string sql)
    {
        if (!prepared.TryGetValue(sql, out SqliteStatement? statement)) prepared.Add(sql, statement = new SqliteStatement(Handle, sql, Options.Time));
        return statement.Idle();
    }

    /// <summary>
    /// Runs statements without parameters, and ignores the rows that they return. While another process holds a lock it is tried again from the beginning: after
    /// its first statement, a script must have the lock that it needs.
    /// </summary>
    /// <exception cref="SqliteException">A statement failed; those before it are done.</exception>
    public override void Script(string sql)
    {
        int code = SqliteStatement.WhileBusy(Options.Time, () => raw.sqlite3_exec(Handle, sql));
        if (code != raw.SQLITE_OK) throw SqliteStatement.Failure(Handle, code);
    }

    public override TrackerException? ErrorOf(Exception error) => SqliteErrors.Of(StorePath, error);

    public override T Interruptible<T>(Func<T> work, CancellationToken cancellation)
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

    public override void Dispose()
    {
        foreach (SqliteStatement statement in statements.Values) statement.Dispose();
        foreach (SqliteStatement statement in prepared.Values) statement.Dispose();
        inner.Dispose();
    }

    protected override SqliteStatement GetStatement(string sql)
    {
        if (statements.TryGetValue(sql, out SqliteStatement? statement)) return statement.Idle();
        if (statements.Count >= MostStatements) DisposeIdle();
        statements.Add(sql, statement = new SqliteStatement(Handle, sql, Options.Time));
        return statement;
    }

    // Disposes all of them: tracking their last use would cost something each time, and preparing them again takes a few milliseconds. Statements
    // whose rows are being read further up the stack stay.
    private void DisposeIdle()
    {
        foreach ((string sql, SqliteStatement statement) in statements.ToArray())
        {
            if (statement.TryDispose()) statements.Remove(sql);
        }
    }
}
