namespace ExperimentTracker.Transfer;

/// <summary>Collects what a source has and a store has no place for, and what could not be read, by kind and reason.</summary>
public sealed class TransferLosses
{
    private readonly Dictionary<(string Kind, string Reason), (long Count, string First)> counts = [];

    /// <summary>Forgets what was collected: reading begins again.</summary>
    public void Clear()
    {
        lock (counts) counts.Clear();
    }

    /// <summary>Adds something that was left out.</summary>
    /// <param name="kind">The kind of thing: <c>trace</c>, <c>metric</c>, <c>damaged record</c>.</param>
    /// <param name="reason">Why it was left out, as a sentence without its own name. The same words each time, so that they are counted together.</param>
    /// <param name="example">The name or the place of this one; the first is shown.</param>
    /// <param name="count">How many.</param>
    public void Add(string kind, string reason, string example, long count = 1)
    {
        if (count <= 0) return;
        lock (counts)
        {
            (long before, string first) = counts.GetValueOrDefault((kind, reason), (0, example));
            counts[(kind, reason)] = (before + count, first);
        }
    }

    /// <summary>What was left out so far, sorted by kind.</summary>
    public IReadOnlyList<SkippedRecords> ToList()
    {
        lock (counts)
        {
            return [.. counts.OrderBy(c => c.Key.Kind, StringComparer.Ordinal).ThenBy(c => c.Key.Reason, StringComparer.Ordinal)
                .Select(c => new SkippedRecords(c.Key.Kind, c.Value.Count, c.Key.Reason, c.Value.First))];
        }
    }
}
