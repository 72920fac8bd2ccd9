using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>A connection with its prepared statements. Not thread-safe.</summary>
/// <param name="options">The options of the engine.</param>
internal abstract class StoreConnection(EngineOptions options) : IDisposable
{
    /// <summary>The options of the engine that opened it.</summary>
    public EngineOptions Options => options;

    /// <summary>The current time of the engine's clock.</summary>
    public DateTime UtcNow => options.Time.GetUtcNow().UtcDateTime;

    /// <summary>The current time in UTC ticks, as in the tables.</summary>
    public long NowTicks => UtcTicks.Now(options.Time);

    /// <summary>The place of the store, for error messages.</summary>
    public abstract string StorePath { get; }

    /// <summary>Whether each statement that is waited for takes a trip over a network.</summary>
    public virtual bool IsRemote => false;

    /// <summary>The version of the store's schema.</summary>
    public abstract int SchemaVersion { get; }

    /// <summary>The name of the database engine, as <see cref="StoreInfo.Engine"/> says it.</summary>
    public abstract string EngineName { get; }

    /// <summary>The version of the engine.</summary>
    public abstract string EngineVersion { get; }

    /// <summary>The size in bytes of the pages that chunks of points should fill; <see langword="null"/> if the number of their points makes no difference.</summary>
    public abstract int? PageSize { get; }

    /// <summary>The size of the database in bytes.</summary>
    public abstract long DatabaseSize { get; }

    /// <summary>How many bytes of it are free and can be returned to the system; 0 for an engine that uses them again by itself.</summary>
    public virtual long FreeSize => 0;

    /// <summary>What SQL texts need to know of the engine.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Identifies the content of the database in a write transaction. It is <see cref="NextContent"/> of the transaction before if this connection committed that
    /// one and no other connection has written since.
    /// </summary>
    public long Content { get; private set; }

    /// <summary>What <see cref="Content"/> is after the current write transaction, if it is committed.</summary>
    public long NextContent => Content + 1;

    /// <summary>Called when another connection has written, or may have.</summary>
    public void ContentChanged() => Content += 2;

    /// <summary>Called when a write transaction is committed.</summary>
    public void ContentCommitted() => Content++;

    /// <summary>Runs a statement; its parameters are @1, @2 …</summary>
    /// <returns>The number of rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).Execute();

    /// <summary>Runs a statement whose result nobody needs; see <see cref="Statement.Post"/>.</summary>
    public void Post(string sql, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).Post();

    /// <summary>The first column of the first row; <see langword="null"/> for SQL's NULL or no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).Scalar();

    /// <summary>The first column of the first row as an integer; <see langword="null"/> for SQL's NULL or no row.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> arguments) => Scalar(sql, arguments) switch
    {
        null => null,
        long number => number,
        _ => throw new DamagedRowException("a value is not a number"),
    };

    /// <summary>The first column of the first row as a text; <see langword="null"/> for SQL's NULL or no row.</summary>
    public string? Text(string sql, params ReadOnlySpan<object?> arguments) => Scalar(sql, arguments) switch
    {
        null => null,
        string text => text,
        _ => throw new DamagedRowException("a value is not a text"),
    };

    /// <summary>Returns all rows, read completely.</summary>
    public List<T> Query<T>(string sql, Func<Statement, T> read, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).ToList(read);

    /// <summary>Returns all rows of a query that is sent with the next one; see <see cref="Awaited{T}"/>.</summary>
    public Awaited<List<T>> QueryLater<T>(string sql, Func<Statement, T> read, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).ToListLater(read);

    /// <summary>Calls <paramref name="take"/> for every row.</summary>
    public void ForEach(string sql, Action<Statement> take, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).ForEach(take);

    /// <summary>Returns the first row, or the default of <typeparamref name="T"/>.</summary>
    public T? First<T>(string sql, Func<Statement, T> read, params ReadOnlySpan<object?> arguments) => GetStatement(sql).BindAll(arguments).FirstOrDefault(read);

    /// <summary>Returns a statement for code that runs for every point. It stays prepared as long as the connection; its text must be a constant.</summary>
    public abstract Statement Prepare(string sql);

    /// <summary>Runs statements without parameters, and ignores the rows that they return.</summary>
    public abstract void Script(string sql);

    /// <summary>Asks the planner of a server to use indexes in this transaction, where it cannot know that the first of many rows decides.</summary>
    public virtual void PreferIndexes()
    {
    }

    /// <summary>
    /// Joins the tables of the next queries of this transaction in the order of their text, where the first table is known to decide: planning all orders of seven tables
    /// takes a server several times as long as reading a page.
    /// </summary>
    public virtual void JoinAsWritten()
    {
    }

    /// <summary>Commits the transaction with the next statement that is waited for; nothing is written or read after it.</summary>
    public virtual void CommitWithNext()
    {
    }

    /// <summary>A key for a row that is inserted next, if this engine assigns keys before it inserts; otherwise <see langword="null"/>, and <see cref="InsertedKey"/> has it.</summary>
    public virtual long? NewKey() => null;

    /// <summary>The key that the database assigned to the last inserted row.</summary>
    public abstract long InsertedKey { get; }

    /// <summary>Whether an error of a statement says that a unique value exists already, or with <paramref name="any"/> that another constraint is broken.</summary>
    public abstract bool IsConstraintViolation(Exception error, bool any = false);

    /// <summary>The error of the store for an error of the engine; <see langword="null"/> for an exception that is not one.</summary>
    public abstract TrackerException? ErrorOf(Exception error);

    /// <summary>Runs an operation and translates its errors.</summary>
    public T Translated<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (ErrorOf(e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>Runs a long operation that can be cancelled in the middle of a statement.</summary>
    public abstract T Interruptible<T>(Func<T> work, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Returns a statement for a text of which there are many.</summary>
    protected abstract Statement GetStatement(string sql);
}
