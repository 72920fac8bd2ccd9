using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Opens connections.</summary>
internal static class Connections
{
    // A wait for another process's lock lasts this long before cancellation is looked at again.
    private const int WaitSlice = 250;

    // synchronous: NORMAL as a rule, and WriteGate sets FULL for what is to be flushed. wal_autocheckpoint: Database copies the journal itself, and
    // journal_size_limit is its LongJournal. cache_size: 16 MB (SQLite's own is 2 MB) hold the upper pages of all indexes and the rows that a search
    // over 100,000 runs looks at, and a process has few connections to a store.
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

    /// <summary>The version of the SQLite that is loaded.</summary>
    public static string SqliteVersion => raw.sqlite3_libversion().utf8_to_string();

    public static StoreConnection Open(string database, EngineOptions? options = null, SqliteOpenMode mode = SqliteOpenMode.ReadWrite) => Open(
        new SqliteConnectionStringBuilder { DataSource = database, Mode = mode, Pooling = false }, options);

    /// <summary>Opens a database that nobody can be writing, in a folder where SQLite may not put its index of the journal.</summary>
    public static StoreConnection OpenImmutable(string database, EngineOptions? options = null) => Open(
        new SqliteConnectionStringBuilder
        {
            DataSource = new UriBuilder { Scheme = "file", Host = "", Path = Uri.EscapeDataString(database).Replace("%2F", "/", StringComparison.Ordinal), Query = "immutable=1" }.Uri.AbsoluteUri,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        },
        options);

    public static StoreConnection OpenInMemory(EngineOptions? options = null) => Open(new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false }, options);

    private static StoreConnection Open(SqliteConnectionStringBuilder target, EngineOptions? options)
    {
        var connection = new SqliteConnection(target.ConnectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle!, WaitSlice);
            var opened = new StoreConnection(connection, options ?? EngineOptions.Default);
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
