using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Processes;

/// <summary>Runs of other hosts are judged by heartbeats that are missing, where they were asked for; those of this one by the lock.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Store => folder.Sub("store");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("another host", "another boot", null, 0, RunStatus.Running)]
    [InlineData("another host", "another boot", 10, 0, RunStatus.Running)]
    [InlineData("another host", "another boot", 10, 49, RunStatus.Running)]
    [InlineData("another host", "another boot", 10, 60, RunStatus.Killed)]
    [InlineData("another host", null, 10, 60, RunStatus.Killed)]
    [InlineData("another host", null, null, 60, RunStatus.Running)]
    [InlineData("another host", "this boot", null, 0, RunStatus.Killed)]
    [InlineData("this host", "another boot", 10, 0, RunStatus.Killed)]
    [InlineData("this host", "this boot", 10, 0, RunStatus.Killed)]
    public void A_run_whose_lock_is_free_is_orphaned_only_on_its_own_host(string host, string? boot, int? seconds, int secondsAgo, RunStatus expected)
    {
        string id = StartElsewhere(host, boot, seconds, secondsAgo, owner: $"{Guid.NewGuid():N}.lock");
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Run run = store.Runs.Query(new() { Ids = [id] }, Expect.None).Single();
        Assert.Equal(expected, run.Status);
        if (expected == RunStatus.Killed) Assert.Contains(secondsAgo > 0 ? "its last heartbeat was at" : "its lock was free", run.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_lock_is_held_is_not_orphaned_however_late_its_heartbeat_is()
    {
        string id = StartElsewhere("another host", "another boot", 10, 10_000, owner: null);
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Assert.Equal(RunStatus.Running, store.Runs.Query(new() { Ids = [id] }, Expect.None).Single().Status);
    }

    [Fact]
    public void A_lock_with_an_invalid_name_is_not_looked_up()
    {
        string bait = folder.Write("bait.lock", "mine");
        string id = StartElsewhere(Environment.MachineName, null, null, 0, owner: "../../bait.lock");
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Assert.Equal((RunStatus.Killed, "mine"), (store.Runs.Query(new() { Ids = [id] }, Expect.None).Single().Status, File.ReadAllText(bait)));
    }

    [Fact]
    public void A_heartbeat_is_recorded_only_while_the_run_is_running_and_only_on_request()
    {
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Run asked = RunFactory.Create(store, new RunRequest { Experiment = "e", Start = true, Heartbeat = TimeSpan.FromSeconds(1.5) });
        Run silent = RunFactory.Create(store, new RunRequest { Experiment = "e", Start = true });
        Assert.Equal((TimeSpan.FromSeconds(2), asked.StartedAt), (asked.Heartbeat!.Value, asked.HeartbeatAt));
        Assert.Equal((null, null, false), (silent.Heartbeat, silent.HeartbeatAt, store.Runs.RecordHeartbeat(silent.Id, Expect.None)));
        Assert.True(store.Runs.RecordHeartbeat(asked.Id, Expect.None));
        Assert.True(store.Again(asked).HeartbeatAt > asked.HeartbeatAt);
        store.End(asked);
        Assert.False(store.Runs.RecordHeartbeat(asked.Id, Expect.None));
        Assert.Null(store.Resume(asked).Heartbeat);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(90_000)]
    public void An_invalid_heartbeat_is_an_error_before_anything_is_created(double seconds)
    {
        using IExperimentStore store = StoreUnderTest.Open(Store);
        var request = new RunRequest { Experiment = "e", Start = true, Heartbeat = TimeSpan.FromSeconds(seconds) };
        Expect.Refused("InvalidHeartbeat", () => RunFactory.Create(store, request));
        Assert.Equal((0L, 0L), (store.Describe(Expect.None).Experiments, store.Describe(Expect.None).Runs));
    }

    [Fact]
    public void A_run_that_was_resumed_belongs_to_the_process_that_resumed_it()
    {
        string id = StartElsewhere("another host", "another boot", 10, 60, owner: $"{Guid.NewGuid():N}.lock");
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Run resumed = store.Resume(store.Runs.Query(new() { Ids = [id] }, Expect.None).Single());
        Assert.Equal((Environment.MachineName, Environment.ProcessId), (resumed.Origin.Host, resumed.Origin.Process!.Id));
    }

    [Fact]
    public void Where_locks_are_not_visible_no_run_is_orphaned_by_a_lock()
    {
        string id = StartElsewhere("this host", "this boot", null, 0, owner: $"{Guid.NewGuid():N}.lock");
        using WorkerProcess worker = WorkerProcess.Start([], ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));
        worker.Ask("open", Store);
        Assert.Equal("Running", worker.Ask("status", id));
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Assert.Equal(RunStatus.Killed, store.Runs.Query(new() { Ids = [id] }, Expect.None).Single().Status);
    }

    // The row that a process of another host, or of this one, left behind; without an owner, this process holds the lock.
    private string StartElsewhere(string host, string? boot, int? seconds, int secondsAgo, string? owner)
    {
        string id;
        using (IExperimentStore store = StoreUnderTest.Open(Store)) id = store.NewRun().Id;
        var process = new ProcessIdentity { Id = 4711, BootId = boot == "this boot" ? ProcessIdentities.Current.BootId : boot };
        using SqliteConnection connection = PointsOfView.Connect(Path.Combine(Store, "tracker.db"));
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE runs SET host = @host, process = @process, heartbeat_seconds = @seconds, heartbeat_at = @at, owner_lock = coalesce(@owner, owner_lock) WHERE id = @id";
        command.Parameters.AddWithValue("@host", host == "this host" ? Environment.MachineName : host);
        command.Parameters.AddWithValue("@process", JsonSerializer.Serialize(process));
        command.Parameters.AddWithValue("@seconds", seconds ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("@at", seconds is null ? DBNull.Value : DateTime.UtcNow.Ticks - TimeSpan.FromSeconds(secondsAgo).Ticks);
        command.Parameters.AddWithValue("@owner", owner ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("@id", id);
        Assert.Equal(1, command.ExecuteNonQuery());
        return id;
    }
}
