using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Processes;

/// <summary>
/// Whether a run is orphaned depends on its heartbeats if it was started on another host, and on its lock file if it was started on this one.
/// </summary>
public sealed class HeartbeatTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());

    private string Store => folder.Sub("store");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("another host", "another boot", null, "0:00:00", RunStatus.Running)]
    [InlineData("another host", "another boot", 10, "0:00:00", RunStatus.Running)]
    [InlineData("another host", "another boot", 10, "0:00:50", RunStatus.Running)]
    [InlineData("another host", "another boot", 10, "0:00:50.0000001", RunStatus.Killed)]
    [InlineData("another host", null, 10, "0:00:50.0000001", RunStatus.Killed)]
    [InlineData("another host", null, null, "0:00:50.0000001", RunStatus.Running)]
    [InlineData("another host", "this boot", null, "0:00:00", RunStatus.Killed)]
    [InlineData("this host", "another boot", 10, "0:00:00", RunStatus.Killed)]
    [InlineData("this host", "this boot", 10, "0:00:00", RunStatus.Killed)]
    public void A_run_whose_lock_is_free_is_orphaned_only_on_its_own_host(string host, string? boot, int? seconds, string ago, RunStatus expected)
    {
        TimeSpan age = TimeSpan.Parse(ago, CultureInfo.InvariantCulture);
        string id = StartElsewhere(host, boot, seconds, age, owner: $"{Guid.NewGuid():N}.lock");
        using IExperimentStore store = Open();
        Run run = store.Runs.Query(new() { Ids = [id] }, Expect.None).Single();
        Assert.Equal(expected, run.Status);
        if (expected == RunStatus.Killed) Assert.Contains(age > TimeSpan.Zero ? "its last heartbeat was at" : "its lock was free", run.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_heartbeat_adds_five_intervals_and_the_run_is_orphaned_one_tick_after_them()
    {
        string id = StartElsewhere("another host", "another boot", 10, TimeSpan.Zero, owner: $"{Guid.NewGuid():N}.lock");
        using IExperimentStore store = Open();
        for (int i = 0; i < 2; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(50));
            Assert.Equal(0, store.Runs.KillOrphanedRuns(Expect.None));
            Assert.True(store.Runs.RecordHeartbeat(id, Expect.None));
        }

        clock.Advance(TimeSpan.FromSeconds(50) + TimeSpan.FromTicks(1));
        Assert.Equal(1, store.Runs.KillOrphanedRuns(Expect.None));
        Run run = store.Runs.Query(new() { Ids = [id] }, Expect.None).Single();
        Assert.Equal((RunStatus.Killed, clock.GetUtcNow().UtcDateTime), (run.Status, run.EndedAt!.Value.ToUniversalTime()));
    }

    [Fact]
    public void A_heartbeat_after_it_was_missed_and_before_the_run_is_ended_keeps_it_running()
    {
        string id = StartElsewhere("another host", "another boot", 10, TimeSpan.Zero, owner: $"{Guid.NewGuid():N}.lock");
        using IExperimentStore owner = Open();
        clock.Advance(TimeSpan.FromSeconds(51));
        bool recorded = false;
        var interrupted = new InterruptedClock(clock, () => recorded = owner.Runs.RecordHeartbeat(id, Expect.None));
        using IExperimentStore detector = StoreUnderTest.Open(Store, interrupted);
        Assert.True(recorded);
        Assert.Equal(RunStatus.Running, detector.Runs.Query(new() { Ids = [id] }, Expect.None).Single().Status);
    }

    [Fact]
    public void A_run_whose_lock_is_held_is_not_orphaned_however_late_its_heartbeat_is()
    {
        string id = StartElsewhere("another host", "another boot", 10, TimeSpan.FromSeconds(10_000), owner: null);
        using IExperimentStore store = Open();
        Assert.Equal(RunStatus.Running, store.Runs.Query(new() { Ids = [id] }, Expect.None).Single().Status);
    }

    [Fact]
    public void A_lock_with_an_invalid_name_is_not_looked_up()
    {
        string bait = folder.Write("bait.lock", "mine");
        string id = StartElsewhere(Environment.MachineName, null, null, TimeSpan.Zero, owner: "../../bait.lock");
        using IExperimentStore store = Open();
        Assert.Equal((RunStatus.Killed, "mine"), (store.Runs.Query(new() { Ids = [id] }, Expect.None).Single().Status, File.ReadAllText(bait)));
    }

    [Fact]
    public void A_heartbeat_is_recorded_only_while_the_run_is_running_and_only_on_request()
    {
        using IExperimentStore store = Open();
        Run run = RunFactory.Create(store, new RunRequest { Experiment = "e", Start = true, Heartbeat = TimeSpan.FromSeconds(1.5) });
        Run without = RunFactory.Create(store, new RunRequest { Experiment = "e", Start = true });
        Assert.Equal((TimeSpan.FromSeconds(2), run.StartedAt), (run.Heartbeat!.Value, run.HeartbeatAt));
        Assert.Equal((null, null, false), (without.Heartbeat, without.HeartbeatAt, store.Runs.RecordHeartbeat(without.Id, Expect.None)));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(store.Runs.RecordHeartbeat(run.Id, Expect.None));
        Assert.Equal(run.HeartbeatAt + TimeSpan.FromSeconds(2), store.Again(run).HeartbeatAt);
        store.End(run);
        Assert.False(store.Runs.RecordHeartbeat(run.Id, Expect.None));
        Assert.Null(store.Resume(run).Heartbeat);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(90_000)]
    public void An_invalid_heartbeat_is_an_error_before_anything_is_created(double seconds)
    {
        using IExperimentStore store = Open();
        var request = new RunRequest { Experiment = "e", Start = true, Heartbeat = TimeSpan.FromSeconds(seconds) };
        Expect.Refused("InvalidHeartbeat", () => RunFactory.Create(store, request));
        Assert.Equal((0L, 0L), (store.Describe(Expect.None).Experiments, store.Describe(Expect.None).Runs));
    }

    [Fact]
    public void A_run_that_was_resumed_belongs_to_the_process_that_resumed_it()
    {
        string id = StartElsewhere("another host", "another boot", 10, TimeSpan.FromSeconds(60), owner: $"{Guid.NewGuid():N}.lock");
        using IExperimentStore store = Open();
        Run resumed = store.Resume(store.Runs.Query(new() { Ids = [id] }, Expect.None).Single());
        Assert.Equal((Environment.MachineName, Environment.ProcessId), (resumed.Origin.Host, resumed.Origin.Process!.Id));
    }

    [Fact]
    public void Where_locks_are_not_visible_no_run_is_orphaned_by_a_lock()
    {
        string id = StartElsewhere("this host", "this boot", null, TimeSpan.Zero, owner: $"{Guid.NewGuid():N}.lock");
        using WorkerProcess worker = WorkerProcess.Start([], ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));
        worker.Ask("open", Store);
        Assert.Equal("Running", worker.Ask("status", id));
        using IExperimentStore store = Open();
        Assert.Equal(RunStatus.Killed, store.Runs.Query(new() { Ids = [id] }, Expect.None).Single().Status);
    }

    private IExperimentStore Open() => StoreUnderTest.Open(Store, clock);

    // Creates the row of a run that was started on another host, or on this one. Without an owner, this process holds the lock.
    private string StartElsewhere(string host, string? boot, int? seconds, TimeSpan ago, string? owner)
    {
        string id;
        using (IExperimentStore store = Open()) id = store.NewRun().Id;
        var process = new ProcessIdentity { Id = 4711, BootId = boot == "this boot" ? ProcessIdentities.Current.BootId : boot };
        using SqliteConnection connection = PointsOfView.Connect(Path.Combine(Store, "tracker.db"));
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE runs SET host = @host, process = @process, heartbeat_seconds = @seconds, heartbeat_at = @at, owner_lock = coalesce(@owner, owner_lock) WHERE id = @id";
        command.Parameters.AddWithValue("@host", host == "this host" ? Environment.MachineName : host);
        command.Parameters.AddWithValue("@process", JsonSerializer.Serialize(process));
        command.Parameters.AddWithValue("@seconds", seconds ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("@at", seconds is null ? DBNull.Value : clock.GetUtcNow().UtcTicks - ago.Ticks);
        command.Parameters.AddWithValue("@owner", owner ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("@id", id);
        Assert.Equal(1, command.ExecuteNonQuery());
        return id;
    }

    // The clock of the check for orphaned runs. It runs an action when it is read first, which is after the runs were queried and before one is
    // ended.
    private sealed class InterruptedClock(TimeProvider inner, Action first) : TimeProvider
    {
        private Action? first = first;

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Exchange(ref first, null)?.Invoke();
            return inner.GetUtcNow();
        }
    }
}
