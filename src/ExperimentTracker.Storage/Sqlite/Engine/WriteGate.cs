using System.Diagnostics;
using ExperimentTracker.Storage.Liveness;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// The way to write: one thread of this process at a time, and then one process at a time. Waits end when they are cancelled, and who waits for
/// long is told whom for. Who does not wait pays nothing for that: the holder is looked for only then, and by the waiter.
/// </summary>
/// <param name="store">The path of the store.</param>
/// <param name="journal">The path of its journal; <see langword="null"/> for a database that no other process writes.</param>
internal sealed class WriteGate(string store, string? journal)
{
    private static readonly TimeSpan UntilTold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UntilToldAgain = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim threads = new(1, 1);

    /// <summary>Waits until no other thread of this process uses the writing session.</summary>
    public void Enter(CancellationToken cancellation)
    {
        TimeSpan patience = UntilTold;
        while (!threads.Wait(patience, cancellation))
        {
            StoreWaits.Tell($"Waiting for another thread of this process that writes to the store '{store}'.");
            patience = UntilToldAgain;
        }
    }

    public bool TryEnter(TimeSpan patience) => threads.Wait(patience);

    public void Leave() => threads.Release();

    /// <summary>Begins a transaction that writes, once no other process has one.</summary>
    public void Begin(Session session, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (TryBegin(session)) return;
        long started = Stopwatch.GetTimestamp();
        TimeSpan patience = UntilTold;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryBegin(session)) return;
            if (Stopwatch.GetElapsedTime(started) < patience) continue;
            StoreWaits.Tell($"Waiting for {LockHolder.Describe(journal) ?? "another process"}, which writes to the store '{store}'.");
            patience = Stopwatch.GetElapsedTime(started) + UntilToldAgain;
        }
    }

    private static bool TryBegin(Session session)
    {
        int code = raw.sqlite3_exec(session.Handle, "BEGIN IMMEDIATE");
        if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY)) throw new SqliteException(raw.sqlite3_errmsg(session.Handle).utf8_to_string(), code & 0xFF, code);
        return code == raw.SQLITE_OK;
    }
}
