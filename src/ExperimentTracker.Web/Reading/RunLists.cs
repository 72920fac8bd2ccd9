namespace ExperimentTracker.Web.Reading;

/// <summary>
/// The ids of the runs of recent queries, in order: later pages of a table and its length come from them, so that scrolling does not sort the runs again.
/// A list is used as long as the store has not changed, or else for a time that depends on what reading it took.
/// </summary>
internal sealed class RunLists
{
    private const int MostLists = 16;
    private const int MostIds = 1_000_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private readonly object gate = new();
    private readonly LinkedList<Entry> recent = [];

    /// <summary>Returns the list of a query if it is there, and otherwise <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Find(string key, long version)
    {
        lock (gate) return Current(key, version)?.Ids is { IsCompletedSuccessfully: true, Result: var ids } ? ids : null;
    }

    /// <summary>Returns the list of a query, which is read if it is not there. Requests for the same list wait for one reading.</summary>
    public Task<IReadOnlyList<string>> GetAsync(string key, long version, Func<IReadOnlyList<string>> read)
    {
        lock (gate)
        {
            if (Current(key, version) is { } known) return known.Ids;
            var entry = new Entry(key, version);
            entry.Ids = Task.Run(() =>
            {
                long start = Environment.TickCount64;
                IReadOnlyList<string> ids = read();
                TimeSpan took = TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
                entry.FreshUntil = Environment.TickCount64 + (long)Math.Max(Shortest.TotalMilliseconds, 10 * took.TotalMilliseconds);
                return ids;
            });
            recent.AddFirst(entry);
            Shrink();
            return entry.Ids;
        }
    }

    private Entry? Current(string key, long version)
    {
        Entry? found = recent.FirstOrDefault(entry => entry.Key == key);
        if (found is null) return null;
        bool isCurrent = !found.Ids.IsCompleted || (found.Ids.IsCompletedSuccessfully && (found.Version == version && version > 0 || Environment.TickCount64 < found.FreshUntil));
        recent.Remove(found);
        if (!isCurrent) return null;
        recent.AddFirst(found);
        return found;
    }

    private void Shrink()
    {
        while (recent.Count > MostLists || (recent.Count > 1 && recent.Sum(entry => entry.Ids.IsCompletedSuccessfully ? entry.Ids.Result.Count : 0) > MostIds)) recent.RemoveLast();
    }

    private sealed class Entry(string key, long version)
    {
        public string Key { get; } = key;

        public long Version { get; } = version;

        public Task<IReadOnlyList<string>> Ids { get; set; } = Task.FromResult<IReadOnlyList<string>>([]);

        public long FreshUntil { get; set; }
    }
}
