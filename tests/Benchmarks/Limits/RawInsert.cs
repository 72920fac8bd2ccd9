using SQLitePCL;

namespace ExperimentTracker.Benchmarks.Limits;

/// <summary>The same loop as <c>insert.c</c> with the same native SQLite, called through its raw bindings.</summary>
internal sealed class RawInsert : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly Random random = new(1);
    private long next;

    public RawInsert(string path)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open(path, out database));
        Check(raw.sqlite3_exec(
            database,
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;
            CREATE TABLE p (metric INTEGER, step INTEGER, ordinal INTEGER, value, time INTEGER, PRIMARY KEY (metric, step, ordinal)) WITHOUT ROWID
            """));
        Check(raw.sqlite3_prepare_v2(database, "INSERT INTO p VALUES (?, ?, ?, ?, ?)", out statement));
    }

    public void InOneTransaction(int points)
    {
        Check(raw.sqlite3_exec(database, "BEGIN IMMEDIATE"));
        for (int i = 0; i < points; i++) Insert();
        Check(raw.sqlite3_exec(database, "COMMIT"));
    }

    public void OneTransactionEach(int points)
    {
        for (int i = 0; i < points; i++) InOneTransaction(1);
    }

    public void Dispose()
    {
        statement.Dispose();
        database.Dispose();
    }

    private void Insert()
    {
        long step = next++;
        raw.sqlite3_bind_int64(statement, 1, 1);
        raw.sqlite3_bind_int64(statement, 2, step);
        raw.sqlite3_bind_int64(statement, 3, step);
        raw.sqlite3_bind_double(statement, 4, random.NextDouble());
        raw.sqlite3_bind_int64(statement, 5, step * 10_000);
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE) throw new InvalidOperationException("The insert failed.");
        raw.sqlite3_reset(statement);
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite says {code}.");
    }
}
