using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Tests.Durability;

/// <summary>
/// No process can write, and thereby reset the write-ahead log, during a checkpoint. SQLite before 3.51.3, which other programs may use, would damage
/// the database in that case.
/// </summary>
public sealed class CheckpointLockTests : IDisposable
{
    private readonly ListenedStore listened = new();
    private readonly SqliteStoreConnection other;
    private readonly List<(string FaultPoint, int Code)> attempts = [];

    public CheckpointLockTests()
    {
        other = listened.Connect();
        raw.sqlite3_busy_timeout(other.Handle, 0);
    }

    private IExperimentStore Store => listened.Store;

    public void Dispose()
    {
        other.Dispose();
        listened.Dispose();
    }

    [Fact]
    public void No_other_process_can_write_during_a_checkpoint_of_a_long_WAL()
    {
        Run run = Store.NewRun();
        double[] values = [.. Enumerable.Range(0, 50_000).Select(i => Math.Sin(i))];
        listened.Listener = Attempt;
        for (int i = 0; i < 50 && attempts.Count == 0; i++) Store.Log(run, "loss", values);
        CheckAttempts();
    }

    [Fact]
    public void No_other_process_can_write_during_the_checkpoint_at_the_end_of_a_collection()
    {
        Store.Runs.Remove([Store.NewRun(start: false).Id], Expect.None);
        listened.Listener = Attempt;
        Store.Maintenance.Collect(null, null, Expect.None);
        CheckAttempts();
    }

    private void Attempt(string faultPoint)
    {
        if (faultPoint is FaultPoints.CheckpointStarting or FaultPoints.CheckpointDone) attempts.Add((faultPoint, TryWrite()));
    }

    private void CheckAttempts()
    {
        Assert.Equal([(FaultPoints.CheckpointStarting, raw.SQLITE_BUSY), (FaultPoints.CheckpointDone, raw.SQLITE_BUSY)], attempts);
        Assert.Equal(raw.SQLITE_OK, TryWrite());
    }

    private int TryWrite()
    {
        int code = raw.sqlite3_exec(other.Handle, "BEGIN IMMEDIATE");
        if (code == raw.SQLITE_OK) raw.sqlite3_exec(other.Handle, "ROLLBACK");
        return code;
    }
}
