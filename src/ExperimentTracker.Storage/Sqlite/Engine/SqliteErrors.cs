using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>SQLite's errors in the words of the domain.</summary>
internal static class SqliteErrors
{
    public static TrackerException Translate(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => StoreErrors.NotADatabase(path, error),
        raw.SQLITE_CORRUPT => StoreErrors.Corrupt(path, error),
        raw.SQLITE_FULL => StoreErrors.Full(path, error),
        raw.SQLITE_READONLY => StoreErrors.ReadOnly(path, "the database file or its folder is write-protected."),
        _ => StoreErrors.Unavailable(path, error),
    };
}
