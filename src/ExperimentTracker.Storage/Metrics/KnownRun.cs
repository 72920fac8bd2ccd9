using ExperimentTracker.Rules;
using ExperimentTracker.Series;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>A running run and its series, as the last transaction of this process left them.</summary>
/// <param name="id">Its id.</param>
/// <param name="pk">Its internal key.</param>
/// <param name="startedAt">When it started, in UTC ticks, if this process started it: then it had no series, and all are known.</param>
internal sealed class KnownRun(string id, long pk, long? startedAt = null)
{
    private readonly List<SeriesRow> series = [];

    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Its internal key.</summary>
    public long Pk => pk;

    /// <summary>When it started, in UTC ticks; <see langword="null"/> if it is not known.</summary>
    public long? StartedAt => startedAt;

    /// <summary>The known series.</summary>
    public IReadOnlyList<SeriesRow> Series => series;

    /// <summary>Finds a series as the store does: an exact match first, then ignoring case.</summary>
    public SeriesRow? Find(SeriesAppend append)
    {
        string label = append.Label ?? "";
        return series.Find(s => s.Key == append.Key && s.Label == label)
            ?? (Names.Fold(Metric.NameOf(append.Key, append.Label)) is var fold ? series.Find(s => SeriesColumns.FoldOf(s) == fold) : null);
    }

    /// <summary>Whether the series of an append is known, or known to be new.</summary>
    public bool Knows(SeriesAppend append) => startedAt is not null || Find(append) is not null;

    /// <summary>Adds a series. One that was read for two names that differ in case is the same object.</summary>
    public SeriesRow Add(SeriesRow found)
    {
        if (found.Pk != 0 && series.Find(s => s.Pk == found.Pk) is { } known) return known;
        series.Add(found);
        return found;
    }
}
