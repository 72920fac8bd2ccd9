using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// The evidence that this process is running: a lock on a file in the store's <c>locks/</c>. The operating system releases it when the process ends
/// for any reason, and the lock works across containers, where process ids are ambiguous.
/// </summary>
internal static class ProcessLock
{
    private static readonly Dictionary<string, FileStream> Held = new(StringComparer.Ordinal);

    /// <summary>Returns the name of the file that this process holds in a folder. It is created on first use and held until the process ends.</summary>
    /// <exception cref="TrackerException"><c>StoreUnavailable</c>: the folder cannot be written.</exception>
    public static string Acquire(string folder)
    {
        try
        {
            return AcquireOrThrow(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(folder, e);
        }
    }

    private static string AcquireOrThrow(string folder)
    {
        lock (Held)
        {
            if (Held.TryGetValue(folder, out FileStream? held))
            {
                if (File.Exists(held.Name)) return Path.GetFileName(held.Name);
                // The store was removed meanwhile, and another one is at its path.
                held.Dispose();
                Held.Remove(folder);
            }

            FileStream file = FileLock.Create(folder, ".lock");
            Held.Add(folder, file);
            return Path.GetFileName(file.Name);
        }
    }
}
