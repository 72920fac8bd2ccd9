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
            row => points.Add(new PointChunk(
                row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6),
                (byte[])row.GetValue(7))),
            series.Pk, firstStep, lastStep);
        session.ForEach(
            "SELECT step, value, since FROM metric_tail WHERE metric_pk = @1 AND step BETWEEN @2 AND @3 ORDER BY step, ordinal",
            row => points.Add(row.GetInt64(0), row.Real(1), Moment(series.BaseAt + row.GetInt64(2))),
            series.Pk, firstStep, lastStep);
        points.SortByStep();
        return points;
    }

    private static long Moment(long ticks) =>
        ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? ticks : throw new InvalidDataException("a point has a time that is no moment");
}
