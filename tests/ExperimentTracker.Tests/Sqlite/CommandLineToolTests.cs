using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>The database of a store, read with the <c>sqlite3</c> command line tool, which usually has another version of SQLite.</summary>
public sealed class CommandLineToolTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [NeedsToolFact("sqlite3")]
    public void The_view_returns_every_point_to_the_tool_exactly()
    {
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue, 0.1, 1.0 / 3, -5e-320];
        Run run = Store.NewRun();
        Store.Log(run, "tail", values);
        Store.Log(run, "chunks", [.. Enumerable.Repeat(values, 150).SelectMany(v => v)]);
        Store.LogAt(run, "chunks", [5, 2_000_000_000_000], [1, 2], label: "a");

        // Printed numbers lose bits, so the tool writes what it reads into another database.
        string copy = Path.Combine(Store.Path, "copy.db");
        Tools.Run("sqlite3", Store.Path, "tracker.db", $"ATTACH 'copy.db' AS copy; CREATE TABLE copy.points AS SELECT * FROM metric_points;");
        using SqliteConnection connection = PointsOfView.Connect(copy);
        PointsOfView.CheckAll(Store, run, connection, "points");
    }

    [NeedsToolFact("sqlite3")]
    public void The_tool_finds_a_valid_file_and_reads_what_the_store_wrote()
    {
        Run run = Store.NewRun(Store.NewExperiment("Iris"));
        Store.Log(run, "loss", new double[3000]);
        Assert.Equal("ok", Query("PRAGMA integrity_check").Trim());
        Assert.Equal("", Query("PRAGMA foreign_key_check"));
        Assert.Equal("wal|10", Query("SELECT j.journal_mode || '|' || v.user_version FROM pragma_journal_mode j, pragma_user_version v").Trim());
        Assert.Equal("Iris|0|1|3000", Query("""
            SELECT e.name, r.number, r.status, m.count FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN metrics m ON m.run_pk = r.pk
            """).Trim());
        Assert.Equal("1", Query("SELECT abs(julianday('now') - julianday(created_at / 10000000 - 62135596800, 'unixepoch')) < 0.01 FROM runs").Trim());
    }

    private string Query(string sql) => Tools.Run("sqlite3", Store.Path, "-readonly", "tracker.db", sql);
}
