using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Serialises writers: one thread of this process at a time, and then one process at a time. Waits can be cancelled. After a second the lock holder
/// is looked up and reported; without contention there is no lookup.
/// </summary>
/// <param name="store">The path of the store.</param>
/// <param name="wal">The path of its WAL; <see langword="null"/> for a database that no other process writes.</param>
/// <param name="time">The clock for the timeout of a wait for another process.</param>
/// <param name="knownVersion">The latest version of the schema that this process can write.</param>
internal sealed class WriteGate(string store, string? wal, TimeProvider time, int knownVersion)
{
    // Users expect feedback after about a second; after that, a message every ten seconds shows that the wait continues.
    private static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    // A write usually takes less than a millisecond; after these attempts, the delays are milliseconds.
    private const int YieldsAtFirst = 4;
    private const int LongestPause = 20;

    private readonly SemaphoreSlim threads = new(1, 1);
    private int owner;
    private bool flushes;
    private int? dataVersion;

    /// <summary>Whether the database was closed, so that waiting threads must give up.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Waits until no other thread of this process uses the writing connection.</summary>
    public void Enter(CancellationToken cancellation)
    {
        TimeSpan timeout = FirstReport;
        while (!threads.Wait(timeout, cancellation))
        {
            StoreWaits.Report($"Waiting for another thread of this process, which writes to the store '{store}'.");
            timeout = ReportInterval;
        }

        owner = Environment.CurrentManagedThreadId;
    }

    /// <summary>Waits with a timeout.</summary>
    public bool TryEnter(TimeSpan timeout)
    {
        if (!threads.Wait(timeout)) return false;
        owner = Environment.CurrentManagedThreadId;
        return true;
    }

    /// <summary>Forgets what it knows of the writing connection, which is opened again.</summary>
    public void ForgetConnection() => (flushes, dataVersion) = (false, null);

    /// <summary>Releases the gate; does nothing if this thread does not hold it, for example because its wait was cancelled.</summary>
    public void Leave()
    {
        if (owner != Environment.CurrentManagedThreadId) return;
        owner = 0;
        threads.Release();
    }

    /// <summary>Called after a write transaction was committed: its own changes are not those of another connection.</summary>
    public void Committed(SqliteStoreConnection connection)
    {
        connection.ContentCommitted();
        dataVersion = NativeSqlite.DataVersion(connection.Handle);
    }

    /// <summary>Begins a write transaction when no other process has one.</summary>
    /// <param name="connection">The connection that writes.</param>
    /// <param name="flush">Whether the transaction is flushed to disk when it is committed.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public void Begin(SqliteStoreConnection connection, bool flush, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (TryBegin(connection, flush)) return;
        long started = time.GetTimestamp();
        TimeSpan timeout = FirstReport;
        for (int attempt = 0; ; attempt++)
        {
            Pause(attempt, cancellation);
            if (TryBegin(connection, flush)) return;
            if (time.GetElapsedTime(started) < timeout) continue;
            ReportUnlocked($"Waiting for {LockHolder.Describe(wal) ?? "another process"}, which writes to the store '{store}'.", cancellation);
            timeout = time.GetElapsedTime(started) + ReportInterval;
        }
    }

    // SQLite's busy_timeout is not used, because it cannot be cancelled. The delays vary, so that processes which wait for the same writer do not all
    // retry at the same time.
    private static void Pause(int attempt, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (attempt < YieldsAtFirst)
        {
            Thread.Yield();
            return;
        }

        int pause = Random.Shared.Next(1, Math.Min(attempt, LongestPause) + 1);
        if (cancellation.CanBeCanceled) cancellation.WaitHandle.WaitOne(pause);
        else Thread.Sleep(pause);
        cancellation.ThrowIfCancellationRequested();
    }

    // The message can go through a pipeline whose next command writes to the same store, on the same thread.
    private void ReportUnlocked(string sentence, CancellationToken cancellation)
    {
        Leave();
        try
        {
            StoreWaits.Report(sentence);
        }
        finally
        {
            Enter(cancellation);
        }

        if (IsClosed) throw StoreErrors.Disconnected(store);
    }

    private bool TryBegin(SqliteStoreConnection connection, bool flush)
    {
        SetFlushing(connection, flush);
        int code = connection.Prepare("BEGIN IMMEDIATE").TryExecute();
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_BUSY)) throw new SqliteException(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), code, code);
        if (code != raw.SQLITE_DONE) return false;
        CheckVersion(connection);
        return true;
    }

    // A process with a newer version of the module may have migrated the database.
    private void CheckVersion(SqliteStoreConnection connection)
    {
        int current = NativeSqlite.DataVersion(connection.Handle);
        if (current == dataVersion) return;
        connection.ContentChanged();
        if (Migrations.VersionOf(connection) is var found && found > knownVersion)
        {
            raw.sqlite3_exec(connection.Handle, "ROLLBACK");
            throw StoreErrors.TooNew(store, found, knownVersion);
        }

        dataVersion = current;
    }

    private void SetFlushing(SqliteStoreConnection connection, bool flush)
    {
        if (flushes == flush) return;
        connection.Script(flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        flushes = flush;
    }
}
