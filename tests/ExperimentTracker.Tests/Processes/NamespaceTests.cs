using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;

namespace ExperimentTracker.Tests.Processes;

/// <summary>A process id has another meaning in a container. The lock file that proves that a process is alive does not.</summary>
public sealed class NamespaceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsPidNamespaceFact]
    public void A_run_in_another_pid_namespace_is_orphaned_only_after_its_process_ends()
    {
        using WorkerProcess inside = WorkerProcess.StartInPidNamespace();
        inside.Ask("open", folder.Sub("store"));
        string id = inside.Ask("start", "E");
        Run run = Open(id);
        Assert.Equal(RunStatus.Running, run.Status);
        Assert.NotEqual(ProcessIdentities.Current.PidNamespace, run.Origin.Process!.PidNamespace);
        Assert.InRange(run.Origin.Process.Id, 1, 10);
        for (int i = 0; i < 3; i++) Assert.Equal(RunStatus.Running, Open(id).Status);
        inside.Send("exit");
        Assert.Null(inside.NextAnswer());
        inside.Kill();
        Assert.Equal(RunStatus.Killed, Open(id).Status);
    }

    [NeedsPidNamespaceFact]
    public void A_run_outside_is_checked_correctly_from_another_pid_namespace()
    {
        using WorkerProcess outside = WorkerProcess.Start(), inside = WorkerProcess.StartInPidNamespace();
        outside.Ask("open", folder.Sub("store"));
        string id = outside.Ask("start", "E");
        inside.Ask("open", folder.Sub("store"));
        Assert.Equal("Running", inside.Ask("status", id));
        inside.Ask("close");
        outside.Kill();
        inside.Ask("open", folder.Sub("store"));
        Assert.Equal("Killed", inside.Ask("status", id));
    }

    private Run Open(string id)
    {
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("store"));
        return store.Runs.Query(new() { Ids = [id] }, Expect.None).Single();
    }
}
