using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;
using ExperimentTracker.Storage.Runs;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Reads all points of a series from the database, checks them, and recalculates their statistics and summaries.</summary>
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
            findings.AddRange(FindProblems(connection, series, SeriesContent.Read(connection, series)));
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
        if (Find(connection, runId, name) is not { } series) return null;
        SeriesContent content = SeriesContent.Read(connection, series);
        if (!content.IsReadable || IsShort(series, content) || Difference(series, content) is not { } difference) return null;
        series.Statistics = content.Recount.Found;
        series.TailCount = content.TailCount;
        SeriesColumns.Update(connection, series);
        RunCounts.CountChanged(connection);
        return difference;
    }

    /// <summary>Writes the summaries again if all points can be read.</summary>
    /// <returns>Whether any differed.</returns>
    public static bool RebuildSummaries(StoreConnection connection, string runId, string name) =>
        Find(connection, runId, name) is { } series
        && SeriesContent.Read(connection, series) is { IsReadable: true } content
        && !HasSummaries(connection, series, content)
        && SummaryWriter.Rebuild(connection, series.Pk);

    private static SeriesRow? Find(StoreConnection connection, string runId, string name)
    {
        (string key, string? label) = Metric.Split(name);
        long? run = connection.Number($"SELECT pk FROM runs WHERE id = @1 AND removed_at IS DISTINCT FROM {Removals.Collected}", runId);
        return run is null ? null : MetricRows.Find(connection, run.Value, key, label);
    }

    private static IEnumerable<StoreFinding> FindProblems(StoreConnection connection, SeriesRow series, SeriesContent content)
    {
        bool isShort = IsShort(series, content);
        string? difference = content.IsReadable && !isShort ? Difference(series, content) : null;
        bool hasSummaries = !content.IsReadable || isShort || HasSummaries(connection, series, content);
        if (content.IsReadable && !isShort && difference is null && hasSummaries) yield break;
        string name = Metric.NameOf(series.Key, series.Label.Length == 0 ? null : series.Label);
        string run = CatalogRecords.Find(connection, RecordType.Run, series.RunId).Name;
        if (content.Damage is { } damage) yield return Findings.PointsDamaged(name, run, series.RunId, damage);
        else if (content.ChecksumMismatch is { } chunk) yield return Findings.ChecksumMismatch(name, run, series.RunId, chunk);
        else if (isShort) yield return Findings.PointsMissing(name, run, series.RunId, series.Statistics.Count, content.Recount.Found.Count);
        if (difference is not null) yield return Findings.StatisticsDiffer(name, run, series.RunId, difference);
        if (!hasSummaries) yield return Findings.SummariesDiffer(name, run, series.RunId);
    }

    /// <summary>Whether all summaries exist and match the points.</summary>
    private static bool HasSummaries(StoreConnection connection, SeriesRow series, SeriesContent content)
    {
        IReadOnlyList<PointSummary> expected = content.Summaries.Count < SummaryWriter.FanOut ? [] : content.Summaries;
        for (int level = 0; ; level++)
        {
            if (!SummaryColumns.Rows(connection, series.Pk, level, 0).SequenceEqual(expected)) return false;
            if (expected.Count == 0) return true;
            expected = [.. expected.Chunk(SummaryWriter.FanOut).Where(part => part.Length == SummaryWriter.FanOut).Select(PointSummary.Of)];
        }
    }

    // Recalculating would only hide that points are missing.
    private static bool IsShort(SeriesRow series, SeriesContent content) => series.Statistics.Count > content.Recount.Found.Count;

    private static string? Difference(SeriesRow series, SeriesContent content) =>
        content.Recount.DifferenceTo(series.Statistics)
        ?? (series.TailCount == content.TailCount ? null : $"{series.TailCount} points are recorded as unsealed, but {content.TailCount} are");
}
