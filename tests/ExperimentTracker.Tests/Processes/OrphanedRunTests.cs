using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Storage;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A run whose process has ended is found orphaned. A run whose process is alive never is.</summary>
public sealed class OrphanedRunTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Store => folder.Sub("store");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_of_a_killed_process_is_ended_as_Killed_with_the_evidence()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store);
        string id = worker.Ask("start", "E");
        using (IExperimentStore store = StoreUnderTest.Open(Store))
        {
            Run run = Run(store, id);
            Assert.Equal((RunStatus.Running, worker.Id), (run.Status, run.Origin.Process!.Id));
            store.Log(run, "loss", new double[100]);
        }

        worker.Kill();
        using (IExperimentStore store = StoreUnderTest.Open(Store))
        {
            Run run = Run(store, id);
            Assert.Equal(RunStatus.Killed, run.Status);
            Assert.Contains(worker.Id.ToString(CultureInfo.InvariantCulture), run.ErrorMessage, StringComparison.Ordinal);
            Assert.Contains(Environment.MachineName, run.ErrorMessage, StringComparison.Ordinal);
            Assert.Contains("lock", run.ErrorMessage, StringComparison.Ordinal);
            Assert.NotNull(run.EndedAt);
            StatusChange change = store.Runs.History([id], Expect.None)[^1];
            Assert.Equal((RunStatus.Running, RunStatus.Killed, run.ErrorMessage), (change.From, change.To, change.Reason));
            Assert.Equal(ProcessIdentities.Actor, change.Actor);
            Assert.Equal(100, store.Points(run, "loss").Count);
            Expect.Refused("RunNotOpen", () => store.Log(run, "loss", 1));
            Assert.Equal(RunStatus.Running, store.Resume(run).Status);
        }
    }

    [Fact]
    public void A_store_that_was_open_before_finds_the_run_of_a_killed_process()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using IExperimentStore store = new SqliteEngine(new() { Time = clock }).Open(StoreAddress.OfFolder(Store), StoreOpening.Existing, Expect.None);
        string id = worker.Ask("start", "E");
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(RunStatus.Running, Run(store, id).Status);
        worker.Kill();
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((0, 1), (store.Describe(Expect.None).RunningRuns, store.Describe(Expect.None).Runs));
        Assert.Equal(RunStatus.Killed, Run(store, id).Status);
        Assert.Contains("lock", Run(store, id).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_looks_for_orphaned_runs_every_two_seconds_at_most()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using IExperimentStore store = new SqliteEngine(new() { Time = clock }).Open(StoreAddress.OfFolder(Store), StoreOpening.Existing, Expect.None);
        string id = worker.Ask("start", "E");
        worker.Kill();
        clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(RunStatus.Running, Run(store, id).Status);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(RunStatus.Killed, Run(store, id).Status);
    }

    [Fact]
    public void A_run_of_a_running_process_stays_running_however_often_the_store_is_opened()
    {
        using WorkerProcess living = WorkerProcess.Start(), dying = WorkerProcess.Start();
        living.Ask("open", Store);
        dying.Ask("open", Store);
        string[] alive = [living.Ask("start", "E"), living.Ask("start", "E")];
        string[] orphans = [dying.Ask("start", "E"), dying.Ask("start", "F")];
        for (int i = 0; i < 3; i++) StoreUnderTest.Open(Store).Dispose();
        dying.Kill();
        for (int i = 0; i < 3; i++)
        {
            using IExperimentStore store = StoreUnderTest.Open(Store);
            Assert.All(alive, id => Assert.Equal(RunStatus.Running, Run(store, id).Status));
            Assert.All(orphans, id => Assert.Equal(RunStatus.Killed, Run(store, id).Status));
            Assert.All(orphans, id => Assert.Equal(2, store.Runs.History([id], Expect.None).Count));
        }

        Assert.Single(Directory.GetFiles(Path.Combine(Store, "locks")));
    }

    [Fact]
    public void A_process_that_ends_by_itself_without_ending_its_run_is_found_too()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store);
        string id = worker.Ask("start", "E");
        worker.Send("exit");
        Assert.Null(worker.NextAnswer());
        worker.Kill();
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Assert.Equal(RunStatus.Killed, Run(store, id).Status);
    }

    [Fact]
    public void A_run_whose_lock_file_was_deleted_is_found_too()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store);
        string id = worker.Ask("start", "E");
        worker.Kill();
        Directory.Delete(Path.Combine(Store, "locks"), recursive: true);
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Assert.Equal(RunStatus.Killed, Run(store, id).Status);
    }

    [Fact]
    public void A_run_that_another_process_resumed_belongs_to_that_one()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store);
        string id = worker.Ask("start", "E");
        worker.Kill();
        using IExperimentStore store = StoreUnderTest.Open(Store);
        store.Resume(Run(store, id));
        using WorkerProcess second = WorkerProcess.Start();
        second.Ask("open", Store);
        Assert.Equal(RunStatus.Running, Run(store, id).Status);
    }

    [Fact]
    public void A_run_of_this_process_is_not_orphaned_after_its_store_was_closed()
    {
        Run run;
        using (IExperimentStore store = StoreUnderTest.Open(Store)) run = store.NewRun();
        using (IExperimentStore store = StoreUnderTest.Open(Store)) Assert.Equal(RunStatus.Running, store.Again(run).Status);
    }

    [Fact]
    public void Pending_and_ended_runs_of_an_ended_process_are_not_changed()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store);
        worker.Ask("runs", "E", "2");
        worker.Ask("start", "E");
        worker.Kill();
        using IExperimentStore store = StoreUnderTest.Open(Store);
        Assert.Equal([RunStatus.Killed, RunStatus.Succeeded, RunStatus.Succeeded], store.Runs.Query(new(), Expect.None).Select(r => r.Status));
    }

    private static Run Run(IExperimentStore store, string id) => store.Runs.Query(new() { Ids = [id] }, Expect.None).Single();
}
