using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;

namespace ExperimentTracker.Stores;

/// <summary>
/// The stores that are open in this process, one handle a path, shared by all runspaces. A handle whose store was removed or replaced is
/// opened anew.
/// </summary>
internal static class OpenStores
{
    private static readonly Dictionary<string, IExperimentStore> ByPath = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, IExperimentStore> InMemory = new(StringComparer.Ordinal);

    /// <summary>The store at a full path.</summary>
    public static IExperimentStore Get(string path, bool create, CancellationToken cancellation)
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

        // Opening may wait for another process, so it is done outside of the lock; of two that open at once the second gives way.
        IExperimentStore opened = StorageContext.Engine.Open(path, create, cancellation);
        lock (ByPath)
        {
            if (ByPath.TryAdd(path, opened)) return opened;
            opened.Dispose();
            return ByPath[path];
        }
    }

    /// <summary>The store itself while it is usable, or else a new handle on what lies at its path.</summary>
    public static IExperimentStore Reopen(IExperimentStore store) =>
        store.IsUsable || store.IsInMemory ? store : Get(store.Path, create: false, default);

    /// <summary>A new store in memory, kept until it is closed.</summary>
    public static IExperimentStore CreateInMemory()
    {
        IExperimentStore store = StorageContext.Engine.OpenInMemory();
        lock (ByPath) InMemory.Add(store.Describe(default).StoreId, store);
        return store;
    }

    /// <summary>The store in memory of that id, or <see langword="null"/> when it was closed.</summary>
    public static IExperimentStore? FindInMemory(string storeId)
    {
        lock (ByPath) return InMemory.GetValueOrDefault(storeId);
    }

    /// <summary>Closes all stores, at the end of the process: SQLite then tidies its journal away.</summary>
    public static void CloseAll()
    {
        lock (ByPath)
        {
            foreach (IExperimentStore store in ByPath.Values) store.Dispose();
            ByPath.Clear();
        }
    }

    /// <summary>Closes a store; the next use opens it again, unless it was in memory.</summary>
    public static void Close(IExperimentStore store)
    {
        lock (ByPath)
        {
            foreach (Dictionary<string, IExperimentStore> stores in new[] { ByPath, InMemory })
            {
                foreach (string key in stores.Where(s => ReferenceEquals(s.Value, store)).Select(s => s.Key).ToList()) stores.Remove(key);
            }
        }

        store.Dispose();
    }
}
