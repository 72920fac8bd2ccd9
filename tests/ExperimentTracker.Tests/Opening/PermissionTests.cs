using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Opening;

/// <summary>Stores that may be read but not written, opened by a process that is subject to file permissions.</summary>
public sealed class PermissionTests : IDisposable
{
    private const UnixFileMode ReadAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode WriteAll = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode EnterAll = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TempFolder folder = new();

    public void Dispose()
    {
        SetModes(ReadAll | EnterAll | UnixFileMode.UserWrite, ReadAll | UnixFileMode.UserWrite);
        folder.Dispose();
    }

    [NeedsPermissionsFact]
    public void A_read_only_store_can_be_read_and_a_write_is_a_clear_error()
    {
        using (IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"))) store.NewProject("p");
        Protect();
        using WorkerProcess worker = WorkerProcess.StartAsOrdinaryUser();
        worker.Ask("open", folder.Sub("s"));
        Assert.Equal("read-only\t1", worker.Ask("describe"));
        worker.Send("project", "new");
        Assert.StartsWith("error\tStoreReadOnly\t", worker.NextAnswer(), StringComparison.Ordinal);
        Assert.Equal("read-only\t1", worker.Ask("describe"));
        Assert.Equal(["s", "s/.gitignore", "s/tracker.db", "s/tracker.lock"], folder.List());
    }

    [NeedsPermissionsFact]
    public void A_WAL_that_cannot_be_read_is_an_error_and_is_not_ignored()
    {
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
        store.NewProject("only in the WAL");
        foreach (string file in new[] { "tracker.db", "tracker.db-wal", "tracker.lock" }) File.Copy(folder.Sub("s", file), Copy(file));
        Protect();
        using WorkerProcess worker = WorkerProcess.StartAsOrdinaryUser();
        worker.Send("open", folder.Sub("copy"));
        string answer = worker.NextAnswer()!;
        Assert.StartsWith("error\tStoreUnavailable\t", answer, StringComparison.Ordinal);
        Assert.Contains("write-ahead log", answer, StringComparison.Ordinal);

        string Copy(string file)
        {
            Directory.CreateDirectory(folder.Sub("copy"));
            return folder.Sub("copy", file);
        }
    }

    [NeedsPermissionsFact]
    public void A_store_cannot_be_created_in_a_write_protected_folder()
    {
        Protect();
        using WorkerProcess worker = WorkerProcess.StartAsOrdinaryUser();
        worker.Send("open", folder.Sub("new"));
        Assert.StartsWith("error\tStoreNotCreated\t", worker.NextAnswer(), StringComparison.Ordinal);
        Directory.CreateDirectory(folder.Sub("empty"));
        Protect();
        worker.Send("open", folder.Sub("empty"));
        Assert.StartsWith("error\tStoreNotCreated\t", worker.NextAnswer(), StringComparison.Ordinal);
        Assert.Equal(["empty"], folder.List());
    }

    [NeedsPermissionsFact]
    public void A_store_that_cannot_be_read_is_an_error_of_the_store()
    {
        using (StoreUnderTest.Open(folder.Sub("s")))
        {
        }

        SetModes(ReadAll | EnterAll, UnixFileMode.UserWrite);
        using WorkerProcess worker = WorkerProcess.StartAsOrdinaryUser();
        worker.Send("open", folder.Sub("s"));
        Assert.StartsWith("error\tStoreUnavailable\t", worker.NextAnswer(), StringComparison.Ordinal);
    }

    [NeedsPermissionsFact]
    public void A_run_whose_lock_belongs_to_another_user_is_not_changed()
    {
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
        Run run = store.NewRun();
        string held = Assert.Single(Directory.GetFiles(folder.Sub("s", "locks")));
        SetModes(ReadAll | EnterAll | WriteAll, ReadAll | WriteAll);
        SetMode(held, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using WorkerProcess worker = WorkerProcess.StartAsOrdinaryUser();
        worker.Ask("open", store.Path);
        Assert.Equal("writable\t1", worker.Ask("describe"));
        Assert.Equal(RunStatus.Running, store.Again(run).Status);
    }

    private void Protect() => SetModes(ReadAll | EnterAll, ReadAll);

    private void SetModes(UnixFileMode folders, UnixFileMode files)
    {
        SetMode(folder.Path, folders);
        foreach (string path in Directory.EnumerateDirectories(folder.Path, "*", SearchOption.AllDirectories)) SetMode(path, folders);
        foreach (string path in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)) SetMode(path, files);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}
