using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Opens sessions.</summary>
internal static class Connections
{
    // A wait for another process's lock lasts this long before cancellation is looked at again.
    private const int WaitSlice = 250;

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

    public static Session Open(string database, SqliteOpenMode mode = SqliteOpenMode.ReadWrite) => Open(new SqliteConnectionStringBuilder
    {
        DataSource = database,
        Mode = mode,
        Pooling = false,
    });

    /// <summary>Opens a database that nobody can be writing, in a folder where SQLite may not put its index of the journal.</summary>
    public static Session OpenImmutable(string database) => Open(new SqliteConnectionStringBuilder
    {
        DataSource = new UriBuilder { Scheme = "file", Host = "", Path = Uri.EscapeDataString(database).Replace("%2F", "/", StringComparison.Ordinal), Query = "immutable=1" }.Uri.AbsoluteUri,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    });

    public static Session OpenInMemory() => Open(new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false });

    private static Session Open(SqliteConnectionStringBuilder target)
    {
        var connection = new SqliteConnection(target.ConnectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle!, WaitSlice);
            var session = new Session(connection);
            session.Script(Settings);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
