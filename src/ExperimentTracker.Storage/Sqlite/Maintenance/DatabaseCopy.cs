using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>
/// Copies a database page by page into a file, inside the single read transaction of the given connection. So all pages are from one snapshot, and
/// writers neither wait nor restart the copy, as they would if each step began its own transaction.
/// </summary>
internal static class DatabaseCopy
{
    // 4 MiB between two checks of the cancellation.
    private const int PagesPerStep = 1024;

    public static void Write(StoreConnection connection, string path, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        StoreModes.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
        int code = raw.sqlite3_open_v2(path, out sqlite3 target, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, null);
        using (target)
        {
            Check(code);

            // No other process knows the file yet, and it is flushed as a whole.
            Check(raw.sqlite3_exec(target, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF"));
            using sqlite3_backup copy = raw.sqlite3_backup_init(target, "main", ((SqliteStoreConnection)connection).Handle, "main");
            if (copy.IsInvalid) Check(raw.sqlite3_errcode(target));
            while ((code = raw.sqlite3_backup_step(copy, PagesPerStep)) == raw.SQLITE_OK)
            {
                cancellation.ThrowIfCancellationRequested();
                int total = raw.sqlite3_backup_pagecount(copy);
                progress?.Report(new MaintenanceProgress("Copying the database", total - raw.sqlite3_backup_remaining(copy), total));
            }

            if (code != raw.SQLITE_DONE) Check(code);
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    // A problem with the pages belongs to the source; anything else to the target, for example a full disk.
    private static void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        string message = raw.sqlite3_errstr(code).utf8_to_string();
        throw (code & 0xFF) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB ? new SqliteException(message, code & 0xFF, code) : new IOException(message);
    }
}
