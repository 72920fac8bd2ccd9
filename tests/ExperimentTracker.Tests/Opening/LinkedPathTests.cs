using System.Globalization;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Opening;

/// <summary>A process releases its locks of a file when it closes any handle of it, also one of another path. Without them, two processes damage a database.</summary>
public sealed class LinkedPathTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsPathFact("/proc/locks")]
    public void Opening_a_store_by_a_link_keeps_the_locks_of_its_open_handles()
    {
        string path = folder.Sub("store"), link = folder.Sub("link");
        using IExperimentStore store = StoreUnderTest.Open(path);
        Run run = store.NewRun();
        store.Log(run, "loss", [1, 2]);
        Directory.CreateSymbolicLink(link, path);
        int before = LocksOfIndex(path);
        Assert.True(before > 0);
        using (IExperimentStore linked = StoreUnderTest.Open(link)) Assert.Equal(2, linked.Points(run, "loss").Count);
        Assert.InRange(LocksOfIndex(path), before, int.MaxValue);
        store.Log(run, "loss", [3]);
        Assert.Equal(3, store.Points(run, "loss").Count);
    }

    // The kernel lists the locks of each process with the inode of the file.
    private static int LocksOfIndex(string path)
    {
        string inode = Tools.Run("stat", path, "-c", "%i", "tracker.db-shm").Trim();
        string own = string.Create(CultureInfo.InvariantCulture, $" {Environment.ProcessId} ");
        return File.ReadLines("/proc/locks").Count(line => line.Contains("POSIX", StringComparison.Ordinal) &&
            line.Contains(own, StringComparison.Ordinal) && line.Contains($":{inode} ", StringComparison.Ordinal));
    }
}
