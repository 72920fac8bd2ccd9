using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Services;

/// <summary>A disk that a store needs.</summary>
/// <param name="Name">What identifies it within the store: <c>store</c> or <c>artifacts</c>.</param>
/// <param name="Place">What is on it: <c>the store /data/.experiments</c>.</param>
/// <param name="Free">Its free space for this user, in bytes.</param>
internal readonly record struct StoreDisk(string Name, string Place, long Free);

/// <summary>The disks of a store in a folder: that of the folder, and that of its artifacts if they are on another one.</summary>
internal static class StoreDisks
{
    // Writers change the free space of one disk between two looks.
    private const long Same = 64L << 20;

    /// <summary>Returns the disks. Those of a server or of an object store are not known, and neither is one that cannot be read.</summary>
    public static IEnumerable<StoreDisk> Of(IExperimentStore store)
    {
        if (store.IsInMemory || store.Address.IsServer || Measure(store.Path) is not { } own) yield break;
        yield return new("store", $"the store {store.Path}", own.Free);
        if (Measure(Path.Combine(store.Path, "artifacts")) is { } other && (other.Total != own.Total || Math.Abs(other.Free - own.Free) > Same))
            yield return new("artifacts", $"the artifacts of the store {store.Path}", other.Free);
    }

    // On Windows a drive, elsewhere any folder of the file system. A link leads to the disk of its target.
    private static (long Total, long Free)? Measure(string folder)
    {
        try
        {
            string there = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
            if (!Directory.Exists(there)) return null;
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(there)! : there);
            return (drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
