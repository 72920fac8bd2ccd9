using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Reads all points of a series from the database, checks them, and recalculates their statistics.</summary>
internal static class SeriesCheck
{
    // A read transaction ends after either of these, a fraction of a second: the WAL cannot be reset meanwhile.
    private const int SeriesAtOnce = 100;
    private const long PointsAtOnce = 1_000_000;

    /// <summary>Checks some series in one transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="after">The key of the last checked series.</param>
    /// <param name="cancellation">Cancels the check.</param>
    /// <returns>The findings, the key of the last checked series or <see langword="null"/> at the end, and the number of points that were read.</returns>
    public static (List<StoreFinding> Findings, long? Last, long Points) Some(StoreConnection connection, long after, CancellationToken cancellation)
    {
        var findings = new List<StoreFinding>();
        long points = 0;
        long? last = null;
        foreach (SeriesRow series in MetricRows.After(connection, after, SeriesAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            if (FindProblem(connection, series, SeriesContent.Read(connection, series)) is { } finding) findings.Add(finding);
            last = series.Pk;
            points += series.Statistics.Count;
            if (points >= PointsAtOnce) break;
        }

        return (findings, last, points);
    }

    /// <summary>Recalculates the statistics if all points exist.</summary>
    /// <returns>What differed; <see langword="null"/> if nothing differs any more.</returns>
    public static string? Rebuild(StoreConnection connection, string runId, string name)
    {
        (string key, string? label) = Metric.Split(name);
        long? run = connection.Number($"SELECT pk FROM runs WHERE id = @1 AND removed_at IS NOT {Removals.Collected}", runId);
        SeriesRow? series = run is null ? null : MetricRows.Find(connection, run.Value, key, label);
        if (series is null) return null;
        SeriesContent content = SeriesContent.Read(connection, series);
        if (!content.IsReadable || IsShort(series, content) || Difference(series, content) is not { } difference) return null;
        series.Statistics = content.Recount.Found;
        series.TailCount = content.TailCount;
        SeriesColumns.Update(connection, series);
        return difference;
    }

    private static StoreFinding? FindProblem(StoreConnection connection, SeriesRow series, SeriesContent content)
    {
        if (content.IsReadable && !IsShort(series, content) && Difference(series, content) is null) return null;
        string name = Metric.NameOf(series.Key, series.Label.Length == 0 ? null : series.Label);
        string run = CatalogRecords.Find(connection, RecordType.Run, series.RunId).Name;
        return content.Damage is { } damage ? Findings.PointsDamaged(name, run, series.RunId, damage)
            : content.ChecksumMismatch is { } chunk ? Findings.ChecksumMismatch(name, run, series.RunId, chunk)
            : IsShort(series, content) ? Findings.PointsMissing(name, run, series.RunId, series.Statistics.Count, content.Recount.Found.Count)
            : Findings.StatisticsDiffer(name, run, series.RunId, Difference(series, content)!);
    }

    // Recalculating would only hide that points are missing.
    private static bool IsShort(SeriesRow series, SeriesContent content) => series.Statistics.Count > content.Recount.Found.Count;

    private static string? Difference(SeriesRow series, SeriesContent content) =>
        content.Recount.DifferenceTo(series.Statistics)
        ?? (series.TailCount == content.TailCount ? null : $"{series.TailCount} points are recorded as unsealed, but {content.TailCount} are");
}
