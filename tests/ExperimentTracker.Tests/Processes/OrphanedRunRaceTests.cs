using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using SQLitePCL;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A run that was found orphaned and recorded a heartbeat or changed before it could be ended.</summary>
public sealed class OrphanedRunRaceTests : IDisposable
{
    private readonly ListenedStore listened = new();
    private readonly Run run;

    public OrphanedRunRaceTests()
    {
        run = Store.NewRun();
        listened.Writer.Execute(
            "UPDATE runs SET host = 'another host', process = @2, heartbeat_seconds = 10, heartbeat_at = @3, owner_lock = @4 WHERE id = @1",
            run.Id, JsonSerializer.Serialize(new ProcessIdentity { Id = 4711, BootId = "another boot" }), DateTime.UtcNow.AddMinutes(-10).Ticks, $"{Guid.NewGuid():N}.lock");
    }

    private IExperimentStore Store => listened.Store;

    public void Dispose() => listened.Dispose();

    [Theory]
    [InlineData("heartbeat_at = heartbeat_at + 1")]
    [InlineData("owner_lock = '11111111111111111111111111111111.lock'")]
    [InlineData("status = 3")]
    public void Is_not_ended_when_something_changed_between_the_check_and_the_write(string change)
    {
        using StoreConnection other = listened.Connect();
        int changed = 0;
        raw.sqlite3_trace(
            listened.Writer.Handle,
            (_, sql) =>
            {
                if (sql == "BEGIN IMMEDIATE" && changed == 0) changed = other.Execute($"UPDATE runs SET {change} WHERE id = @1", run.Id);
            },
            null);
        Assert.Equal(0, Store.Runs.KillOrphanedRuns(Expect.None));
        Assert.Equal(1, changed);
        Assert.DoesNotContain(Store.Runs.History([run.Id], Expect.None), c => c.To == RunStatus.Killed);
    }

    [Fact]
    public void Is_ended_when_nothing_changed()
    {
        Assert.Equal(1, Store.Runs.KillOrphanedRuns(Expect.None));
        Assert.Equal(RunStatus.Killed, Store.Again(run).Status);
    }
}
