namespace ExperimentTracker.Storage.Engine;

/// <summary>The database of a store: its transactions, and the translation of its errors.</summary>
/// <param name="path">The place of the store, for error messages.</param>
/// <param name="options">The options of the engine.</param>
internal abstract class Database(string path, EngineOptions options) : IDisposable
{
    /// <summary>The place of the store, for error messages.</summary>
    public string Path => path;

    /// <summary>The options of the engine that opened it.</summary>
    public EngineOptions Options => options;

    /// <summary>Whether the database can only be read.</summary>
    public abstract bool IsReadOnly { get; }

    /// <summary>What SQL texts need to know of the engine.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Whether each statement takes a trip over a network, so that long work is divided into transactions of which each can be continued.</summary>
    public virtual bool IsRemote => false;

    /// <summary>Whether it was closed.</summary>
    public abstract bool IsDisposed { get; }

    /// <exception cref="TrackerException"><c>StoreReadOnly</c> or <c>StoreOnNetwork</c>.</exception>
    public abstract void CheckWritable();

    /// <summary>Reads in one transaction, from one snapshot.</summary>
    public abstract T Read<T>(Func<StoreConnection, T> work, CancellationToken cancellation);

    /// <summary>Reads in one transaction, from one snapshot, with temporary tables for intermediate results.</summary>
    public virtual T ReadWithTemporaryTables<T>(Func<StoreConnection, T> work, CancellationToken cancellation) => Read(work, cancellation);

    /// <summary>Writes in one transaction that survives the termination of the process.</summary>
    public T Write<T>(Func<StoreConnection, T> work, CancellationToken cancellation) => Write(work, WriteScope.Store, flush: false, cancellation);

    /// <summary>Writes in one transaction that is flushed to disk when this returns.</summary>
    public T WriteFlushed<T>(Func<StoreConnection, T> work, CancellationToken cancellation) => Write(work, WriteScope.Store, flush: true, cancellation);

    /// <summary>Writes records of runs in one transaction. Its work locks the rows of the runs (<see cref="StoreConnection"/>).</summary>
    /// <param name="work">The work.</param>
    /// <param name="flush">Whether the transaction is flushed to disk when this returns.</param>
    /// <param name="cancellation">Cancels waiting for other writers.</param>
    public T WriteRun<T>(Func<StoreConnection, T> work, bool flush, CancellationToken cancellation) => Write(work, WriteScope.Run, flush, cancellation);

    /// <summary>Writes bytes that no record refers to yet, in one transaction that neither waits for other writers nor keeps them waiting.</summary>
    public T WriteUnlocked<T>(Func<StoreConnection, T> work, CancellationToken cancellation) => Write(work, WriteScope.None, flush: false, cancellation);

    /// <summary>
    /// Writes records of runs in one transaction, and then reads what it returns. On a server, the queries of <paramref name="read"/> and the commit are one message: they
    /// must all be queried later (<see cref="Awaited{T}"/>) before the first value is used, and nothing can be written after that.
    /// </summary>
    public virtual T WriteRun<TState, T>(Func<StoreConnection, TState> write, Func<StoreConnection, TState, T> read, bool flush, CancellationToken cancellation) =>
        WriteRun(connection => read(connection, write(connection)), flush, cancellation);

    /// <summary>Writes with what this process expects, which the transaction checks (<see cref="Statement.Require"/>); if it is not so, with what it reads.</summary>
    /// <param name="expecting">The transaction without reading; <see langword="null"/> if nothing is known.</param>
    /// <param name="reading">The transaction that reads.</param>
    public static T WriteExpecting<T>(Func<T>? expecting, Func<T> reading)
    {
        try
        {
            if (expecting is not null) return expecting();
        }
        catch (AssumptionFailedException)
        {
            // Another process has written.
        }

        return reading();
    }

    /// <summary>Opens a separate connection for a long read from one snapshot; <see langword="null"/> if the database has a single connection.</summary>
    public abstract StoreConnection? OpenConnection();

    /// <summary>Reads while no process writes, and writes nothing. Without write access, no other process has it either, so the work only reads.</summary>
    public abstract T ReadExclusively<T>(Func<StoreConnection, T> work, CancellationToken cancellation);

    /// <summary>Provides a separate connection for a long read; for a database with a single connection that one, until the work is done.</summary>
    public abstract IEnumerable<T> Stream<T>(Func<StoreConnection, IEnumerable<T>> work, CancellationToken cancellation);

    /// <summary>Whether an error of the engine says that a constraint of the tables was broken by a statement that nobody waited for; see <see cref="Statement.Post"/>.</summary>
    public virtual bool IsConstraintViolation(Exception error) => false;

    /// <summary>The error of the store for an error of the engine; <see langword="null"/> for an exception that is not one.</summary>
    public abstract TrackerException? ErrorOf(Exception error);

    /// <inheritdoc/>
    public abstract void Dispose();

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

    /// <summary>Enumerates items and translates errors.</summary>
    public IEnumerable<T> TranslatedEach<T>(Func<IEnumerable<T>> items)
    {
        using IEnumerator<T> from = Translated(() => items().GetEnumerator());
        while (Translated(from.MoveNext)) yield return from.Current;
    }

    /// <summary>Writes in one transaction.</summary>
    protected abstract T Write<T>(Func<StoreConnection, T> work, WriteScope scope, bool flush, CancellationToken cancellation);
}
