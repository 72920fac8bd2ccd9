using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;

namespace ExperimentTracker.Stores;

/// <summary>
/// The open stores of this process, one handle per address, shared by all runspaces. If the store of a handle was removed or replaced, it is opened
/// again.
/// </summary>
internal static class OpenStores
{
    private static readonly Dictionary<StoreAddress, IExperimentStore> ByAddress = [];
    private static readonly Dictionary<string, IExperimentStore> InMemory = new(StringComparer.Ordinal);

    // A store has about six open files, and a process on Linux 1,024 by default. The stores that were used longest ago close theirs until they are used again.
    private const int MostWithHandles = 16;
    private static readonly LinkedList<IExperimentStore> RecentlyUsed = [];

    /// <summary>Returns the store at an address. The login is used when the store is opened, and not kept for a later time.</summary>
    public static IExperimentStore Get(StoreAddress address, StoreOpening opening, CancellationToken cancellation) => Used(Find(address, opening, cancellation));

    /// <summary>Returns the store at an address if it is open, and otherwise <see langword="null"/>.</summary>
    public static IExperimentStore? FindOpen(StoreAddress address)
    {
        lock (ByAddress) return ByAddress.TryGetValue(address, out IExperimentStore? open) && open.IsUsable ? open : null;
    }

    private static IExperimentStore Find(StoreAddress address, StoreOpening opening, CancellationToken cancellation)
    {
        lock (ByAddress)
        {
            if (ByAddress.TryGetValue(address, out IExperimentStore? open))
            {
                if (open.IsUsable) return open;
                ByAddress.Remove(address);
                open.Dispose();
            }
        }

        // Opening can wait for another process, so it happens outside of the lock. If two threads open the store at the same time, the second one
        // closes its handle.
        IExperimentStore opened = StoreEngines.Open(address, opening, cancellation);
        lock (ByAddress)
        {
            if (ByAddress.TryAdd(address, opened)) return opened;
            opened.Dispose();
            return ByAddress[address];
        }
    }

    /// <summary>Returns the store itself while it is usable, or else a new handle for its address.</summary>
    public static IExperimentStore Reopen(IExperimentStore store) =>
        store.IsInMemory ? store : store.IsUsable ? Used(store) : Get(store.Address, StoreOpening.Existing, default);

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
        IExperimentStore store = StoreEngines.OpenInMemory();
        lock (ByAddress) InMemory.Add(store.Describe(default).StoreId, store);
        return store;
    }

    /// <summary>Returns the store in memory with this id, or <see langword="null"/> if it was closed.</summary>
    public static IExperimentStore? FindInMemory(string storeId)
    {
        lock (ByAddress) return InMemory.GetValueOrDefault(storeId);
    }

    /// <summary>Closes all stores at the end of the process, which lets SQLite delete its write-ahead logs.</summary>
    public static void CloseAll()
    {
        lock (ByAddress)
        {
            foreach (IExperimentStore store in ByAddress.Values) store.Dispose();
            ByAddress.Clear();
        }
    }

    /// <summary>Closes a store. The next use opens it again, unless it was in memory.</summary>
    public static void Close(IExperimentStore store)
    {
        lock (ByAddress)
        {
            RemoveFrom(ByAddress, store);
            RemoveFrom(InMemory, store);
        }

        lock (RecentlyUsed) RecentlyUsed.Remove(store);
        store.Dispose();
    }

    private static void RemoveFrom<TKey>(Dictionary<TKey, IExperimentStore> stores, IExperimentStore store)
        where TKey : notnull
    {
        foreach (TKey key in stores.Where(s => ReferenceEquals(s.Value, store)).Select(s => s.Key).ToList()) stores.Remove(key);
    }
}
