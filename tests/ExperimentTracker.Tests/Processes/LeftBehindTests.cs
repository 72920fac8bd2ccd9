using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Processes;

/// <summary>What a killed process leaves in a store that another process has open is detected and cleaned up.</summary>
public sealed class LeftBehindTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Staging_files_of_an_ended_process_are_collected_and_those_of_a_running_one_are_not()
    {
        using WorkerProcess killed = WorkerProcess.Start(), alive = WorkerProcess.Start();
        foreach (WorkerProcess worker in (WorkerProcess[])[killed, alive])
        {
            worker.Ask("open", Store.Path);
            worker.Ask("stage");
        }

        Assert.Empty(Store.Findings());
        killed.Kill();
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal((FindingSeverity.Information, "StagingLeftover", false), (finding.Severity, finding.Problem, finding.IsRepairable));
        Assert.Equal(1, Store.Maintenance.EstimateCollection(null, Expect.None).StagingFiles);
        Assert.Equal(1, Store.Maintenance.Collect(null, null, Expect.None).StagingFiles);
        Assert.Empty(Store.Findings());
        Assert.Single(Directory.GetFiles(Path.Combine(Store.Path, "artifacts", "staging")));
    }

    [Fact]
    public void An_orphaned_run_is_found_and_ended_by_a_repair()
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Store.Path);
        string id = worker.Ask("start", "E");
        Assert.Empty(Store.Findings());
        worker.Kill();
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(("ProcessGone", "E/000", id, true), (finding.Problem, finding.Subject, finding.OwnerId, finding.IsRepairable));
        Assert.True(Store.Maintenance.Repair([finding], null, Expect.None).Single().IsRepaired);
        Assert.Equal(RunStatus.Killed, Store.Runs.Query(new(), Expect.None).Single().Status);
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void A_pin_of_a_killed_backup_keeps_nothing()
    {
        string locks = Path.Combine(Store.Path, "locks");
        Directory.CreateDirectory(locks);
        string pin = Path.Combine(locks, $"{Guid.NewGuid():N}.pin");
        File.WriteAllText(pin, "");
        Run run = Store.End(Store.NewRun());
        Store.AddText(run, "k", "content");
        Store.Runs.Remove([run.Id], Expect.None);
        CollectionSummary outcome = Store.Maintenance.Collect(null, null, Expect.None);
        Assert.Equal((false, 1), (outcome.IsPostponed, outcome.Blobs));
        Assert.False(File.Exists(pin));
    }
}
