using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;

namespace ExperimentTracker.Stores;

/// <summary>
/// The open stores of this process, one handle per path, shared by all runspaces. If the store of a handle was removed or replaced, it is opened
/// again.
/// </summary>
internal static class OpenStores
{
    private static readonly Dictionary<string, IExperimentStore> ByPath = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, IExperimentStore> InMemory = new(StringComparer.Ordinal);

    // A store has about six open files, and a process on Linux 1,024 by default. The stores that were used longest ago close theirs until they are used again.
    private const int MostWithHandles = 16;
    private static readonly LinkedList<IExperimentStore> RecentlyUsed = [];

    /// <summary>Returns the store at a full path.</summary>
    public static IExperimentStore Get(string path, bool create, CancellationToken cancellation) => Used(Find(path, create, cancellation));

    private static IExperimentStore Find(string path, bool create, CancellationToken cancellation)
    {
        lock (ByPath)
        {
            if (ByPath.TryGetValue(path, out IExperimentStore? open))
            {
                if (open.IsUsable) return open;
                ByPath.Remove(path);
                open.Dispose();
            }
        }

        // Opening can wait for another process, so it happens outside of the lock. If two threads open the store at the same time, the second one
        // closes its handle.
        IExperimentStore opened = StorageContext.Engine.Open(path, create, cancellation);
        lock (ByPath)
        {
            if (ByPath.TryAdd(path, opened)) return opened;
            opened.Dispose();
            return ByPath[path];
        }
    }

    /// <summary>Returns the store itself while it is usable, or else a new handle for its path.</summary>
    public static IExperimentStore Reopen(IExperimentStore store) =>
        store.IsInMemory ? store : store.IsUsable ? Used(store) : Get(store.Path, create: false, default);

    private static IExperimentStore Used(IExperimentStore store)
    {
        IExperimentStore? oldest = null;
        lock (RecentlyUsed)
        {
            if (RecentlyUsed.Last?.Value == store) return store;
            RecentlyUsed.Remove(store);
            RecentlyUsed.AddLast(store);
            if (RecentlyUsed.Count > MostWithHandles)
            {
                oldest = RecentlyUsed.First!.Value;
                RecentlyUsed.RemoveFirst();
            }
        }

        oldest?.ReleaseHandles();
        return store;
    }

    /// <summary>Creates a store in memory, which is kept until it is closed.</summary>
    public static IExperimentStore CreateInMemory()
    {
        IExperimentStore store = StorageContext.Engine.OpenInMemory();
        lock (ByPath) InMemory.Add(store.Describe(default).StoreId, store);
        return store;
    }

    /// <summary>Returns the store in memory with this id, or <see langword="null"/> if it was closed.</summary>
    public static IExperimentStore? FindInMemory(string storeId)
    {
        lock (ByPath) return InMemory.GetValueOrDefault(storeId);
    }

    /// <summary>Closes all stores at the end of the process, which lets SQLite delete its write-ahead logs.</summary>
    public static void CloseAll()
    {
        lock (ByPath)
        {
            foreach (IExperimentStore store in ByPath.Values) store.Dispose();
            ByPath.Clear();
        }
    }

    /// <summary>Closes a store. The next use opens it again, unless it was in memory.</summary>
    public static void Close(IExperimentStore store)
    {
        lock (ByPath)
        {
            foreach (Dictionary<string, IExperimentStore> stores in new[] { ByPath, InMemory })
            {
                foreach (string key in stores.Where(s => ReferenceEquals(s.Value, store)).Select(s => s.Key).ToList()) stores.Remove(key);
            }
        }

        lock (RecentlyUsed) RecentlyUsed.Remove(store);
        store.Dispose();
    }
}
