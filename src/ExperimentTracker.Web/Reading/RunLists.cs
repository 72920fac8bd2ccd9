namespace ExperimentTracker.Web.Reading;

/// <summary>The runs of a query.</summary>
/// <param name="Ids">Their ids, in order.</param>
/// <param name="Failures">The runs that are left out, because the filter fails for them.</param>
internal sealed record RunList(IReadOnlyList<string> Ids, RunFilterFailures? Failures);

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
    public RunList? Find(string key, long version)
    {
        lock (gate) return Current(key, version)?.Runs is { IsCompletedSuccessfully: true, Result: var runs } ? runs : null;
    }

    /// <summary>Returns the list of a query, which is read if it is not there. Requests for the same list wait for one reading.</summary>
    public Task<RunList> GetAsync(string key, long version, Func<RunList> read)
    {
        lock (gate)
        {
            if (Current(key, version) is { } known) return known.Runs;
            var entry = new Entry(key, version);
            entry.Runs = Task.Run(() =>
            {
                long start = Environment.TickCount64;
                RunList runs = read();
                TimeSpan took = TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
                entry.FreshUntil = Environment.TickCount64 + (long)Math.Max(Shortest.TotalMilliseconds, 10 * took.TotalMilliseconds);
                return runs;
            });
            recent.AddFirst(entry);
            Shrink();
            return entry.Runs;
        }
    }

    private Entry? Current(string key, long version)
    {
        Entry? found = recent.FirstOrDefault(entry => entry.Key == key);
        if (found is null) return null;
        bool isCurrent = !found.Runs.IsCompleted || (found.Runs.IsCompletedSuccessfully && (found.Version == version && version > 0 || Environment.TickCount64 < found.FreshUntil));
        recent.Remove(found);
        if (!isCurrent) return null;
        recent.AddFirst(found);
        return found;
    }

    private void Shrink()
    {
        while (recent.Count > MostLists || (recent.Count > 1 && recent.Sum(entry => entry.Runs.IsCompletedSuccessfully ? entry.Runs.Result.Ids.Count : 0) > MostIds)) recent.RemoveLast();
    }

    private sealed class Entry(string key, long version)
    {
        public string Key { get; } = key;

        public long Version { get; } = version;

        public Task<RunList> Runs { get; set; } = Task.FromResult(new RunList([], null));

        public long FreshUntil { get; set; }
    }
}
