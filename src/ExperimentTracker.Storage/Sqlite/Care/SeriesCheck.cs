namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Reads all points of a series as they lie in the database, checks that they are whole, and counts their statistics again.
/// </summary>
internal static class SeriesCheck
{
    private const int SeriesAtOnce = 100;
    private const long PointsAtOnce = 1_000_000;

    /// <summary>Checks some series, in one transaction.</summary>
    /// <param name="session">The session.</param>
    /// <param name="after">The key of the last series that was checked.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>What was found, the key of the last series that was checked or <see langword="null"/> at the end, and how many points were read.</returns>
    public static (List<StoreFinding> Findings, long? Last, long Points) Some(Session session, long after, CancellationToken cancellation)
    {
        var findings = new List<StoreFinding>();
        long points = 0;
        long? last = null;
        foreach (SeriesRow series in MetricRows.After(session, after, SeriesAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Judge(session, series, SeriesContent.Read(session, series)) is { } finding) findings.Add(finding);
            last = series.Pk;
            points += series.Statistics.Count;
            if (points >= PointsAtOnce) break;
        }

        return (findings, last, points);
    }

    /// <summary>Makes the kept statistics anew, when all points are there to do so.</summary>
    /// <returns>What differed; <see langword="null"/> when nothing does any more.</returns>
    public static string? Rebuild(Session session, string runId, string name)
    {
        (string key, string? label) = Metric.Split(name);
        SeriesRow? series = MetricRows.Find(session, Catalog.Find(session, RecordType.Run, runId).Pk, key, label);
        if (series is null) return null;
        SeriesContent content = SeriesContent.Read(session, series);
        if (Judge(session, series, content) is not { Problem: nameof(Findings.StatisticsDiffer) } finding) return null;
        series.Statistics = content.Recount.Found;
        series.TailCount = content.TailCount;
        series.Update(session);
        return finding.Message;
    }

    private static StoreFinding? Judge(Session session, SeriesRow series, SeriesContent content)
    {
        string name = Metric.NameOf(series.Key, series.Label.Length == 0 ? null : series.Label);
        long kept = series.Statistics.Count, found = content.Recount.Found.Count;
        if (content.Damage is { } damage) return Findings.PointsDamaged(name, RunOf(session, series), series.RunId, damage);
        if (kept > found) return Findings.PointsMissing(name, RunOf(session, series), series.RunId, kept, found);
        string? difference = content.Recount.DifferenceTo(series.Statistics)
            ?? (series.TailCount == content.TailCount ? null : $"{series.TailCount} points are said to be unsealed, and {content.TailCount} are");
        return difference is null ? null : Findings.StatisticsDiffer(name, RunOf(session, series), series.RunId, difference);
    }

    private static string RunOf(Session session, SeriesRow series) => Catalog.Find(session, RecordType.Run, series.RunId).Name;
}
