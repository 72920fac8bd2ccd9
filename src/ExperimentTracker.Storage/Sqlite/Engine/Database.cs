using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// The database of a store: one writing session behind a gate, and reading sessions beside it. A database in memory has one session
/// for both. Writers of other processes are waited for in short slices, so that a wait ends when it is cancelled.
/// </summary>
internal sealed class Database : IDisposable
{
    // With its first write, and then after so many pages of its own, a process looks how long the journal is, which all processes share.
    private const int PagesPerLook = 256;

    // The journal's length from which on its pages are moved to the database.
    private const long LongJournal = 16L << 20;

    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(5);

    // SQLITE_DBSTATUS_CACHE_WRITE: pages written, to the journal in WAL mode.
    private const int CacheWrite = 9;

    private readonly string path;
    private readonly Func<Session>? connect;
    private readonly string? journal;
    private readonly Session writer;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentBag<Session> readers = [];
    private volatile bool disposed;
    private bool flushes;
    private int pagesSinceLook = PagesPerLook;

    /// <param name="path">The path of the store, for errors.</param>
    /// <param name="writer">The session that writes.</param>
    /// <param name="connect">Opens a further session; <see langword="null"/> for a database that has only the one.</param>
    /// <param name="journal">The path of the journal; <see langword="null"/> for a database that is not written or has none.</param>
    public Database(string path, Session writer, Func<Session>? connect, string? journal)
    {
        this.path = path;
        this.writer = writer;
        this.connect = connect;
        this.journal = journal;
        IsReadOnly = writer.IsReadOnly;
    }

    public bool IsReadOnly { get; }

    public bool IsDisposed => disposed;

    /// <summary>Whether the file was moved, removed or replaced since it was opened.</summary>
    public bool HasMoved => NativeSqlite.HasMoved(writer.Handle);

    /// <exception cref="TrackerException"><c>StoreReadOnly</c>.</exception>
    public void CheckWritable()
    {
        if (IsReadOnly) throw StoreErrors.ReadOnly(path, "the database file or its folder is write-protected.");
    }

    /// <summary>Reads in one transaction, so that all of it is of one moment.</summary>
    public T Read<T>(Func<Session, T> work, CancellationToken cancellation) =>
        connect is null ? WithWriter(session => InTransaction(session, "BEGIN", work), cancellation) : WithReader(work, cancellation);

    /// <summary>Writes in one transaction that survives the death of the process.</summary>
    public T Write<T>(Func<Session, T> work, CancellationToken cancellation) => Write(work, flush: false, cancellation);

    /// <summary>Writes in one transaction that is on disk when this returns.</summary>
    public T WriteFlushed<T>(Func<Session, T> work, CancellationToken cancellation) => Write(work, flush: true, cancellation);

    /// <summary>Opens a session of its own for who reads one moment of the database for long; <see langword="null"/> when it has only the one.</summary>
    public Session? OpenSession() => disposed ? throw StoreErrors.Disconnected(path) : connect?.Invoke();

    /// <summary>
    /// Gives a session of its own to work that reads for long; of a database that has only one, that one, until the work is done.
    /// </summary>
    public IEnumerable<T> Lend<T>(Func<Session, IEnumerable<T>> work, CancellationToken cancellation)
    {
        if (connect is null) return WithWriter(session => work(session).ToList(), cancellation);
        return disposed ? throw StoreErrors.Disconnected(path) : Lent(connect, work);
    }

    private static IEnumerable<T> Lent<T>(Func<Session> connect, Func<Session, IEnumerable<T>> work)
    {
        using Session session = connect();
        foreach (T item in work(session)) yield return item;
    }

    public void Dispose()
    {
        // Who still writes after so long is waiting for another process; then the connections close with this one.
        if (disposed || !gate.Wait(LongestWrite)) return;
        disposed = true;
        foreach (Session reader in readers) reader.Dispose();
        writer.Dispose();
        gate.Release();
    }

    private T Write<T>(Func<Session, T> work, bool flush, CancellationToken cancellation)
    {
        CheckWritable();
        return WithWriter(
            session =>
            {
                SetFlushing(flush);
                BeginImmediate(cancellation);
                T result = InTransaction(session, null, work);
                CheckpointWhenDue();
                return result;
            },
            cancellation);
    }

    private T WithWriter<T>(Func<Session, T> work, CancellationToken cancellation)
    {
        gate.Wait(cancellation);
        try
        {
            if (disposed) throw StoreErrors.Disconnected(path);
            return work(writer);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(path, e);
        }
        finally
        {
            gate.Release();
        }
    }

    private T WithReader<T>(Func<Session, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (disposed) throw StoreErrors.Disconnected(path);
        try
        {
            if (!readers.TryTake(out Session? reader)) reader = connect!();
            try
            {
                return InTransaction(reader, "BEGIN", work);
            }
            finally
            {
                if (disposed) reader.Dispose();
                else readers.Add(reader);
            }
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(path, e);
        }
    }

    private static T InTransaction<T>(Session session, string? begin, Func<Session, T> work)
    {
        if (begin is not null) Check(session, raw.sqlite3_exec(session.Handle, begin));
        try
        {
            T result = work(session);
            Check(session, raw.sqlite3_exec(session.Handle, "COMMIT"));
            return result;
        }
        catch
        {
            // Some errors end the transaction by themselves.
            if (raw.sqlite3_get_autocommit(session.Handle) == 0) raw.sqlite3_exec(session.Handle, "ROLLBACK");
            throw;
        }
    }

    private void BeginImmediate(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int code = raw.sqlite3_exec(writer.Handle, "BEGIN IMMEDIATE");
            if (code == raw.SQLITE_OK) return;
            if (code != raw.SQLITE_BUSY) Check(writer, code);
        }
    }

    private void SetFlushing(bool flush)
    {
        if (flushes == flush) return;
        writer.Script(flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        flushes = flush;
    }

    // SQLite before 3.51.3 can damage a database when a journal is reset while it is being copied. Nobody can write, and so reset the journal,
    // while this session holds the write lock; another session copies meanwhile.
    private void CheckpointWhenDue()
    {
        if (connect is null || journal is null) return;
        raw.sqlite3_db_status(writer.Handle, CacheWrite, out int pages, out _, 1);
        pagesSinceLook += pages;
        if (pagesSinceLook < PagesPerLook) return;
        pagesSinceLook = 0;
        if (new FileInfo(journal) is not { Exists: true, Length: >= LongJournal }) return;
        if (raw.sqlite3_exec(writer.Handle, "BEGIN IMMEDIATE") != raw.SQLITE_OK) return;
        try
        {
            if (!readers.TryTake(out Session? copier)) copier = connect();
            copier.Script("PRAGMA wal_checkpoint(PASSIVE)");
            readers.Add(copier);
        }
        catch (SqliteException)
        {
            // What was to be written is committed; the journal is moved another time.
        }
        finally
        {
            raw.sqlite3_exec(writer.Handle, "ROLLBACK");
        }
    }

    private static void Check(Session session, int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(session.Handle).utf8_to_string(), code & 0xFF, code);
    }
}
