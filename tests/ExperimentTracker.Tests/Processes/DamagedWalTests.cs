using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A write-ahead log that was damaged or deleted after its process was killed, or deleted while a process has the store open.</summary>
public sealed class DamagedWalTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Path => folder.Sub("store");

    private string Wal => folder.Sub("store", "tracker.db-wal");

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Damages => ["flip", "header", "truncate", "delete", "empty", "flip without index"];

    [NeedsPathTheory("/proc/self/fd")]
    [MemberData(nameof(Damages))]
    public void Lost_points_are_reported_until_they_are_acknowledged(string damage)
    {
        string id = KilledAfterPoints(50);
        long kept = new FileInfo(Wal).Length;
        using (FileStream file = new(Wal, FileMode.Open))
        {
            if (damage == "truncate") file.SetLength(kept / 2);
            else if (damage == "empty") file.SetLength(0);
            else if (damage is "flip" or "flip without index" or "header") Flip(file, damage == "header" ? 16 : kept / 2);
        }

        if (damage == "delete") File.Delete(Wal);
        if (damage == "flip without index") File.Delete(folder.Sub("store", "tracker.db-shm"));
        using (IExperimentStore store = StoreUnderTest.Open(Path))
        {
            string? warning = store.TakeWarning();
            Assert.Contains("lost records", warning, StringComparison.Ordinal);
            Assert.Contains("write-ahead log", warning, StringComparison.Ordinal);
            Assert.Null(store.TakeWarning());
            Assert.True(store.Runs.Query(new() { Ids = [id] }, Expect.None).Sum(run => store.Points(run, WriteLoop.Key).Count) < 50);
            StoreFinding finding = Assert.Single(store.Maintenance.Check(quick: false, null, Expect.None), f => f.Problem == "WalDamaged");
            Assert.Equal((FindingSeverity.Error, true), (finding.Severity, finding.IsRepairable));
            string copy = Assert.Single(Directory.GetDirectories(folder.Sub("store", "quarantine")));
            if (damage == "flip") Assert.Equal(kept, new FileInfo(System.IO.Path.Combine(copy, "tracker.db-wal")).Length);
        }

        using (IExperimentStore store = StoreUnderTest.Open(Path))
        {
            Assert.Null(store.TakeWarning());
            StoreFinding[] findings = [.. store.Maintenance.Check(quick: false, null, Expect.None)];
            Assert.Contains(findings, f => f.Problem == "WalDamaged");
            Assert.All(store.Maintenance.Repair([.. findings.Where(f => f.Problem == "WalDamaged")], null, Expect.None), r => Assert.True(r.IsRepaired));
            Assert.Empty(store.Maintenance.Check(quick: false, null, Expect.None));
        }
    }

    [NeedsPathFact("/proc/self/fd")]
    public void After_a_termination_the_log_is_moved_to_the_database_when_the_store_is_opened()
    {
        string id = KilledAfterPoints(50);
        Assert.False(IsInDatabase(id));
        using IExperimentStore store = StoreUnderTest.Open(Path);
        Assert.Null(store.TakeWarning());
        Assert.True(IsInDatabase(id));
        Assert.Empty(store.Maintenance.Check(quick: false, null, Expect.None));
    }

    [NeedsPathFact("/proc/self/fd")]
    public void A_log_that_was_deleted_while_a_process_has_the_store_open_is_named()
    {
        using (WorkerProcess worker = WorkerProcess.Start())
        {
            worker.Ask("open", Path);
            string id = worker.Ask("start", "E");
            File.Delete(Wal);
            for (int i = 0; i < 2; i++)
            {
                string message = Expect.Refused("StoreWalMissing", () => StoreUnderTest.Open(Path).Dispose()).Message;
                Assert.Contains("end it normally", message, StringComparison.Ordinal);
                Assert.False(File.Exists(Wal));
            }

            worker.Send("close");
            Assert.NotNull(worker.NextAnswer());
            using IExperimentStore store = StoreUnderTest.Open(Path);
            Assert.Single(store.Runs.Query(new() { Ids = [id] }, Expect.None));
            Assert.Null(store.TakeWarning());
        }
    }

    private bool IsInDatabase(string id) => File.ReadAllBytes(folder.Sub("store", "tracker.db")).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(id)) > 0;

    private string KilledAfterPoints(int points)
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", Path);
        string id = worker.Ask("start", "E");
        for (int i = 0; i < points; i++) worker.Ask("point", id);
        worker.Kill();
        return id;
    }

    private static void Flip(FileStream file, long at)
    {
        byte[] bytes = new byte[64];
        file.Position = at;
        file.ReadExactly(bytes);
        file.Position = at;
        file.Write(Array.ConvertAll(bytes, b => (byte)~b));
    }
}
