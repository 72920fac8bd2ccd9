using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Translates SQLite's errors to errors of the store.</summary>
internal static class SqliteErrors
{
    /// <summary>The error of the store; <see langword="null"/> for an exception that does not come from SQLite or from a damaged row.</summary>
    public static TrackerException? Of(string path, Exception error) => error switch
    {
        SqliteException sqlite => Translate(path, sqlite),
        InvalidDataException or DamagedRowException => StoreErrors.Corrupt(path, error),
        _ => null,
    };

    public static TrackerException Translate(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => StoreErrors.NotADatabase(path, error),
        raw.SQLITE_CORRUPT => StoreErrors.Corrupt(path, error),
        raw.SQLITE_FULL => StoreErrors.Full(path, error),
        raw.SQLITE_READONLY => StoreErrors.ReadOnly(path, "the database file or its folder is write-protected."),
        raw.SQLITE_CANTOPEN => StoreErrors.Unavailable(path, HandleError(path) ?? error),
        raw.SQLITE_IOERR when IsWalMissing(path) => StoreErrors.WalMissing(path, error),
        _ => StoreErrors.Unavailable(path, error),
    };

    // SQLite does not say why it cannot open a file. The database itself must not be opened here: closing it would release SQLite's locks.
    private static Exception? HandleError(string path)
    {
        try
        {
            using var handle = File.OpenHandle(new StoreFiles(path).CreationLock, share: FileShare.ReadWrite | FileShare.Delete);
            return null;
        }
        catch (IOException e) when (StoreErrors.IsOutOfHandles(e))
        {
            return e;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The index of the WAL exists as long as a process has the database open.
    private static bool IsWalMissing(string path)
    {
        var files = new StoreFiles(path);
        return File.Exists(files.WalIndex) && new FileInfo(files.Wal) is not { Exists: true, Length: > 0 };
    }
}
