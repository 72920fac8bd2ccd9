using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Opening;

/// <summary>A store that has closed its files opens them again when it is used.</summary>
public sealed class ReleasedHandlesTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Path => folder.Sub("store");

    public void Dispose() => folder.Dispose();

    [NeedsPathFact("/proc/self/fd")]
    public void The_files_are_closed_until_the_next_use()
    {
        using IExperimentStore store = StoreUnderTest.Open(Path);
        Run run = store.NewRun();
        store.Log(run, "loss", 1);
        Assert.NotEqual(0, Databases());
        store.ReleaseHandles();
        Assert.Equal(0, Databases());
        Assert.True(store.IsUsable);
        store.ReleaseHandles();
        Assert.Equal([1.0], store.Points(run, "loss").Values);
        store.ReleaseHandles();
        store.Log(run, "loss", 2);
        Assert.Equal(RunStatus.Succeeded, store.End(run).Status);
        store.ReleaseHandles();
        using (IExperimentStore other = StoreUnderTest.Open(Path)) Assert.Equal([1.0, 2.0], other.Points(run, "loss").Values);
    }

    [Fact]
    public void A_store_that_was_replaced_meanwhile_is_not_used()
    {
        using IExperimentStore store = StoreUnderTest.Open(Path);
        store.NewProject("first");
        store.ReleaseHandles();
        Directory.Delete(Path, recursive: true);
        using (IExperimentStore second = StoreUnderTest.Open(Path)) second.NewProject("second");
        Assert.False(store.IsUsable);
        Expect.Refused("StoreDisconnected", () => store.NewProject("lost"));
        Expect.Refused("StoreDisconnected", () => store.Projects.Query(new(), Expect.None));
    }

    [Fact]
    public void A_store_that_was_removed_meanwhile_is_not_used()
    {
        using IExperimentStore store = StoreUnderTest.Open(Path);
        store.ReleaseHandles();
        Directory.Delete(Path, recursive: true);
        Assert.False(store.IsUsable);
        Assert.False(Directory.Exists(Path));
    }

    [Fact]
    public void A_store_in_memory_keeps_its_records()
    {
        using StoreUnderTest memory = StoreUnderTest.InMemory();
        memory.Store.NewProject("kept");
        memory.Store.ReleaseHandles();
        Assert.Single(memory.Store.Projects.Query(new() { }, Expect.None), p => p.Name == "kept");
    }

    [NotOnWindowsFact("Windows has other error numbers.")]
    public void Too_many_open_files_have_their_own_error() =>
        Assert.Equal("StoreHandlesExhausted", StoreErrors.Unavailable("/s", new IOException("Too many open files", 24)).ErrorId);

    private int Databases() => Directory.EnumerateFiles("/proc/self/fd").Count(
        handle => new FileInfo(handle).LinkTarget?.StartsWith(System.IO.Path.Combine(Path, "tracker.db"), StringComparison.Ordinal) is true);
}
