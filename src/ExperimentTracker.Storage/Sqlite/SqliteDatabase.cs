using System.Collections.Concurrent;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// The database of a store: one writing connection behind a gate, and separate reading connections. A database in memory has a single connection for
/// both. A wait for writers of other processes uses short timeouts, so that it can be cancelled.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    // A process checks the length of the WAL, which all processes share, with its first write and then after this number of its own pages.
    private const int PagesPerCheck = 256;

    // The length of the WAL from which its pages are moved to the database. It is the length at which Connections keeps the file: from then on it is
    // overwritten, which is flushed faster than a growing file.
    private const long LongWal = 4L << 20;

    // From this length on, which only a large transaction reaches, the file is cut when its pages are moved.
    private const long HugeWal = 4 * LongWal;

    // Far longer than any transaction of the module. A write that takes longer is waiting for another process, and closing does not wait for it.
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(5);

    // SQLITE_DBSTATUS_CACHE_WRITE: the number of pages written, to the WAL in WAL mode.
    private const int CacheWrite = 9;

    private readonly string path;
    private readonly Func<SqliteStoreConnection>? connect;
    private readonly string? wal;
    private readonly TrackerException? refusal;
    private readonly WriteGate gate;
    private readonly CommitWatch watch;
    private readonly ConcurrentBag<SqliteStoreConnection> readers = [];
    private SqliteStoreConnection? writer;
    private string? releasedId;
    private volatile bool disposed;
    private int pagesSinceCheck = PagesPerCheck;

    /// <param name="path">The path of the store, for error messages.</param>
    /// <param name="writer">The connection that writes.</param>
    /// <param name="connect">Opens a further connection; <see langword="null"/> for a database with a single connection.</param>
    /// <param name="wal">The path of the WAL; <see langword="null"/> for a database that is not written or has none.</param>
    /// <param name="refusal">The error for writes to a database that is opened for reading only.</param>
    /// <param name="knownVersion">The latest version of the schema that this process can write.</param>
    public SqliteDatabase(
        string path, SqliteStoreConnection writer, Func<SqliteStoreConnection>? connect, string? wal, TrackerException? refusal = null, int knownVersion = int.MaxValue)
        : base(path, writer.Options)
    {
        this.path = path;
        this.writer = writer;
        this.connect = connect;
        this.wal = wal;
        this.refusal = refusal;
        watch = new CommitWatch(connect);
        gate = new WriteGate(path, wal, Options.Time, knownVersion);
        IsReadOnly = refusal is not null || writer.IsReadOnly;
    }

    public override bool IsReadOnly { get; }

    /// <summary>What the inspection of the WAL found before the database was opened.</summary>
    public WalInspection? Inspection { get; init; }

    /// <summary>When the database was last changed before it was opened.</summary>
    public DateTime LastChange { get; init; }

    /// <summary>Called when the database is closed.</summary>
    public Action? Closed { get; init; }

    public override SqlDialect Dialect => SqliteDialect.Instance;

    public override bool IsDisposed => disposed;

    /// <summary>Whether the file was moved, removed or replaced since it was opened.</summary>
    public bool HasMoved
    {
        get
        {
            if (writer is { } open) return NativeSqlite.HasMoved(open.Handle);
            try
            {
                return WithWriter(_ => false, CancellationToken.None);
            }
            catch (TrackerException)
            {
                return true;
            }
        }
    }

    public override void CheckWritable()
    {
        if (refusal is not null) throw refusal;
        if (IsReadOnly) throw StoreErrors.ReadOnly(path, "the database file or its folder is write-protected.");
    }

    public override T Read<T>(Func<StoreConnection, T> work, CancellationToken cancellation) =>
        connect is null ? WithWriter(connection => InTransaction(connection, "BEGIN", work), cancellation) : WithReader(work, cancellation);

    public override SqliteStoreConnection? OpenConnection() => disposed ? throw StoreErrors.Disconnected(path) : connect is null ? null : Translated(() => Begun(connect()));

    public override T ReadExclusively<T>(Func<StoreConnection, T> work, CancellationToken cancellation)
    {
        if (IsReadOnly) return Read(work, cancellation);
        return WithWriter(
            connection =>
            {
                gate.Begin(connection, flush: false, cancellation);
                try
                {
                    return work(connection);
                }
                finally
                {
                    raw.sqlite3_exec(connection.Handle, "ROLLBACK");
                }
            },
            cancellation);
    }

    /// <summary>What differs after each commit of any process; see <see cref="CommitWatch"/>.</summary>
    public object LookAtCommits() => Translated(() => disposed ? throw StoreErrors.Disconnected(path) : watch.Look());

    /// <summary>Runs a checkpoint: moves the pages of the WAL to the database, as far as no reader needs them.</summary>
    public void Checkpoint(CancellationToken cancellation)
    {
        if (connect is null) return;
        WithWriter(
            connection =>
            {
                gate.Begin(connection, flush: false, cancellation);
                RunCheckpoint(connect);
                return 0;
            },
            cancellation);
    }

    public override IEnumerable<T> Stream<T>(Func<StoreConnection, IEnumerable<T>> work, CancellationToken cancellation)
    {
        if (connect is null) return WithWriter(connection => work(connection).ToList(), cancellation);
        return disposed ? throw StoreErrors.Disconnected(path) : TranslatedEach(() => StreamRows(connect, work));
    }

    private static SqliteStoreConnection Begun(SqliteStoreConnection connection)
    {
        connection.Script("BEGIN");
        return connection;
    }

    private static IEnumerable<T> StreamRows<T>(Func<SqliteStoreConnection> connect, Func<StoreConnection, IEnumerable<T>> work)
    {
        using SqliteStoreConnection connection = connect();
        foreach (T item in work(connection)) yield return item;
    }

    public override TrackerException? ErrorOf(Exception error) => SqliteErrors.Of(path, error);

    public override void Dispose()
    {
        // A write that takes longer is waiting for another process; the connections are then closed with this one.
        if (disposed || !gate.TryEnter(LongestWrite)) return;
        disposed = gate.IsClosed = true;
        foreach (SqliteStoreConnection reader in readers) reader.Dispose();
        watch.Dispose();
        writer?.Dispose();
        Closed?.Invoke();
        gate.Leave();
    }

    /// <summary>
    /// Closes all connections that are not in use. The next use opens the database again. Does nothing for a database with a single connection, or while it
    /// is written.
    /// </summary>
    public void ReleaseHandles()
    {
        if (connect is null || disposed || !gate.TryEnter(TimeSpan.Zero)) return;
        try
        {
            if (writer is null || disposed) return;
            releasedId = StoreIds.Of(writer);
            while (readers.TryTake(out SqliteStoreConnection? reader)) reader.Dispose();
            watch.Dispose();
            writer.Dispose();
            writer = null;
            gate.ForgetConnection();
        }
        catch (SqliteException)
        {
            // A database that cannot be read stays open, so that its next use reports the error.
        }
        finally
        {
            gate.Leave();
        }
    }

    // Meanwhile the store may have been removed, or another one may be at its path.
    private SqliteStoreConnection Reopen()
    {
        SqliteStoreConnection? opened = File.Exists(System.IO.Path.Combine(path, StoreFiles.DatabaseName)) ? connect!() : null;
        if (opened is not null && StoreIds.Of(opened) == releasedId) return opened;
        opened?.Dispose();
        disposed = gate.IsClosed = true;
        throw StoreErrors.Disconnected(path);
    }

    protected override T Write<T>(Func<StoreConnection, T> work, WriteScope scope, bool flush, CancellationToken cancellation)
    {
        CheckWritable();
        return WithWriter(
            connection =>
            {
                gate.Begin(connection, flush, cancellation);
                T result = InTransaction(connection, null, work);
                gate.Committed(connection);
                watch.Committed();
                Options.Reached(FaultPoints.AfterCommit);
                CheckpointWhenDue();
                return result;
            },
            cancellation);
    }

    private T WithWriter<T>(Func<SqliteStoreConnection, T> work, CancellationToken cancellation)
    {
        gate.Enter(cancellation);
        try
        {
            if (disposed) throw StoreErrors.Disconnected(path);
            return work(writer ??= Reopen());
        }
        catch (Exception e) when (ErrorOf(e) is { } error)
        {
            throw error;
        }
        finally
        {
            gate.Leave();
        }
    }

    private T WithReader<T>(Func<StoreConnection, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (disposed) throw StoreErrors.Disconnected(path);
        if (writer is null) WithWriter(_ => 0, cancellation);
        try
        {
            if (!readers.TryTake(out SqliteStoreConnection? reader)) reader = connect!();
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
        catch (Exception e) when (ErrorOf(e) is { } error)
        {
            throw error;
        }
    }

    private static T InTransaction<T>(SqliteStoreConnection connection, string? begin, Func<StoreConnection, T> work)
    {
        if (begin is not null) connection.Prepare(begin).Execute();
        try
        {
            T result = work(connection);
            if (begin is null) connection.Options.Reached(FaultPoints.BeforeCommit);
            connection.Prepare("COMMIT").Execute();
            return result;
        }
        catch
        {
            // Some errors end the transaction themselves.
            connection.ContentChanged();
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0) raw.sqlite3_exec(connection.Handle, "ROLLBACK");
            throw;
        }
    }

    // SQLite before 3.51.3 can damage a database if the WAL is reset during a checkpoint. The shipped version is newer, but other programs can write
    // to this store with theirs (Debian 12 has 3.40). While this connection holds the write lock, no process can write and reset the WAL; another
    // connection runs the checkpoint meanwhile. This can be removed when no supported system ships an SQLite before 3.51.3.
    private void CheckpointWhenDue()
    {
        if (connect is null || wal is null) return;
        raw.sqlite3_db_status(writer!.Handle, CacheWrite, out int pages, out _, 1);
        pagesSinceCheck += pages;
        if (pagesSinceCheck < PagesPerCheck) return;
        pagesSinceCheck = 0;
        if (new FileInfo(wal) is not { Exists: true, Length: >= LongWal }) return;
        if (raw.sqlite3_exec(writer!.Handle, "BEGIN IMMEDIATE") == raw.SQLITE_OK) RunCheckpoint(connect);
    }

    // Called with the write lock, which it releases.
    private void RunCheckpoint(Func<SqliteStoreConnection> open)
    {
        try
        {
            if (!readers.TryTake(out SqliteStoreConnection? copier)) copier = open();
            Options.Reached(FaultPoints.CheckpointStarting);
            copier.Script("PRAGMA wal_checkpoint(PASSIVE)");
            Options.Reached(FaultPoints.CheckpointDone);
            raw.sqlite3_exec(writer!.Handle, "ROLLBACK");

            // In this mode SQLite excludes writers itself. It does nothing if a reader needs the WAL.
            if (wal is not null && new FileInfo(wal) is { Exists: true, Length: >= HugeWal }) copier.Script("PRAGMA wal_checkpoint(TRUNCATE)");
            readers.Add(copier);
        }
        catch (SqliteException)
        {
            // The transaction is committed; a later checkpoint moves the pages.
        }
        finally
        {
            if (raw.sqlite3_get_autocommit(writer!.Handle) == 0) raw.sqlite3_exec(writer.Handle, "ROLLBACK");
        }
    }
}
