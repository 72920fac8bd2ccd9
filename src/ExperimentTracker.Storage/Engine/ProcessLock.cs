using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// The proof that this process lives: a file in the store's <c>locks/</c> that it holds. The operating system lets go of it when the process
/// ends, however it ends, and the lock holds across containers, where process ids lie.
/// </summary>
internal static class ProcessLock
{
    private static readonly Dictionary<string, FileStream> Held = new(StringComparer.Ordinal);

    /// <summary>The name of the file that this process holds in a folder, taken when it is first asked for and held to the end.</summary>
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
                // The store was removed meanwhile, and another one lies in its place.
                held.Dispose();
                Held.Remove(folder);
            }

            FileStream file = FileLock.Create(folder, ".lock");
            Held.Add(folder, file);
            return Path.GetFileName(file.Name);
        }
    }
}
