namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Reads points back from chunks and tail.</summary>
internal static class SeriesReader
{
    /// <summary>The points of a series whose chunks and rows touch the range of steps, in step order; chunks may bring others along.</summary>
    public static PointColumns Read(Session session, SeriesRow series, long firstStep, long lastStep)
    {
        var points = new PointColumns((int)Math.Min(series.Statistics.Count, int.MaxValue / 2));
        session.ForEach(
            """
            SELECT count, first_step, last_step, step_width, step_stride, first_at, time_width, data FROM metric_chunks
            WHERE metric_pk = @1 AND last_step >= @2 AND first_step <= @3 ORDER BY ordinal
            """,
            row => points.Add(PointChunk.Read(row)),
            series.Pk, firstStep, lastStep);
        session.ForEach(
            "SELECT step, value, since FROM metric_tail WHERE metric_pk = @1 AND step BETWEEN @2 AND @3 ORDER BY step, ordinal",
            row => points.Add(row.GetInt64(0), row.Real(1), series.BaseAt + row.GetInt64(2)),
            series.Pk, firstStep, lastStep);
        points.SortByStep();
        return points;
    }
}
