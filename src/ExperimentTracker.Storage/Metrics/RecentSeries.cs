using ExperimentTracker.Series;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// The series that the last transactions appended to. In a loop that adds one point after the other, looking up the run and the series would take as long
/// as inserting the point. They are looked up again when anything else was written, by this process or another one.
/// </summary>
internal sealed class RecentSeries
{
    // More than a training has metrics; the memory of an entry is that of a row.
    private const int Most = 256;

    private readonly Dictionary<(string RunId, string Key, string? Label), SeriesRow> known = [];
    private readonly Dictionary<string, long> runs = new(StringComparer.Ordinal);
    private StoreConnection? connection;
    private long content;

    /// <summary>Called first in a transaction.</summary>
    public void Begin(StoreConnection current)
    {
        if (current == connection && current.Content == content && known.Count < Most) return;
        known.Clear();
        runs.Clear();
    }

    /// <summary>Called last in a transaction. What it remembers is used only if the transaction is committed.</summary>
    public void End(StoreConnection current) => (connection, content) = (current, current.NextContent);

    /// <summary>Returns the series of an append, or a new one that has no key yet, of a run that accepts measurements.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>RecordRemoved</c> or <c>RunNotOpen</c>.</exception>
    public SeriesRow Find(StoreConnection current, SeriesAppend append)
    {
        if (known.TryGetValue((append.RunId, append.Key, append.Label), out SeriesRow? series) && series.Pk != 0) return series;
        if (!runs.TryGetValue(append.RunId, out long run)) runs[append.RunId] = run = OpenRuns.Find(current, append.RunId, "metrics");
        return known[(append.RunId, append.Key, append.Label)] = SeriesWriter.Find(current, run, append);
    }
}
