using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Opens connections.</summary>
internal static class Connections
{
    // The busy timeout of SQLite in milliseconds, after which cancellation is checked again.
    private const int WaitSlice = 250;

    // synchronous: NORMAL by default; WriteGate sets FULL for flushed transactions. wal_autocheckpoint: Database runs the checkpoints, and
    // journal_size_limit is its LongWal. cache_size: 16 MB (SQLite's default is 2 MB) hold the upper pages of all indexes and the rows that a
    // search over 100,000 runs reads, and a process has few connections to a store.
    private const string Settings = """
        PRAGMA foreign_keys = ON;
        PRAGMA synchronous = NORMAL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 4194304;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -16000;
        PRAGMA trusted_schema = OFF;
        """;

    static Connections() => Batteries_V2.Init();

    /// <summary>The version of the loaded SQLite.</summary>
    public static string SqliteVersion => raw.sqlite3_libversion().utf8_to_string();

    public static SqliteStoreConnection Open(string database, EngineOptions? options = null, SqliteOpenMode mode = SqliteOpenMode.ReadWrite) => Open(
        new SqliteConnectionStringBuilder { DataSource = database, Mode = mode, Pooling = false }, options);

    /// <summary>Opens a database that no process can write, in a folder where SQLite cannot create the index of the WAL.</summary>
    public static SqliteStoreConnection OpenImmutable(string database, EngineOptions? options = null) => Open(
        new SqliteConnectionStringBuilder
        {
            DataSource = new UriBuilder { Scheme = "file", Host = "", Path = Uri.EscapeDataString(database).Replace("%2F", "/", StringComparison.Ordinal), Query = "immutable=1" }.Uri.AbsoluteUri,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        },
        options);

    public static SqliteStoreConnection OpenInMemory(EngineOptions? options = null) => Open(new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false }, options);

    private static SqliteStoreConnection Open(SqliteConnectionStringBuilder target, EngineOptions? options)
    {
        var connection = new SqliteConnection(target.ConnectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle!, WaitSlice);
            var opened = new SqliteStoreConnection(connection, options ?? EngineOptions.Default);
            opened.Script(Settings);
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
