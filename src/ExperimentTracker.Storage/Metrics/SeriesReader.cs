using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Reads points from chunks and tail.</summary>
internal static class SeriesReader
{
    /// <summary>Returns the points of a series whose chunks and rows overlap the range of steps, in step order; chunks can include other points.</summary>
    public static PointColumns Read(StoreConnection connection, SeriesRow series, long firstStep, long lastStep)
    {
        var points = new PointColumns((int)Math.Min(series.Statistics.Count, int.MaxValue / 2));
        connection.Prepare($"{ChunkColumns.Select} WHERE c.metric_pk = ? AND c.last_step >= ? AND c.first_step <= ? ORDER BY c.ordinal")
            .Bind(series.Pk).Bind(firstStep).Bind(lastStep)
            .ForEach(points.AddChunk);
        AddTail(connection, series, firstStep, lastStep, points);
        points.SortByStep();
        return points;
    }

    /// <summary>Calls <paramref name="read"/> for each chunk of a series that begins in a range of the order of writing.</summary>
    public static void ReadChunks(StoreConnection connection, long metricPk, long firstOrdinal, long lastOrdinal, Action<Statement> read) =>
        connection.Prepare($"{ChunkColumns.Select} WHERE c.metric_pk = ? AND c.ordinal BETWEEN ? AND ? ORDER BY c.ordinal")
            .Bind(metricPk).Bind(firstOrdinal).Bind(lastOrdinal)
            .ForEach(read);

    /// <summary>Returns the points in the tail of a series that are in a range of steps, in step order.</summary>
    public static PointColumns ReadTail(StoreConnection connection, SeriesRow series, long firstStep, long lastStep)
    {
        var points = new PointColumns(series.TailCount);
        AddTail(connection, series, firstStep, lastStep, points);
        return points;
    }

    private static void AddTail(StoreConnection connection, SeriesRow series, long firstStep, long lastStep, PointColumns points) =>
        connection.Prepare("SELECT step, value, since FROM metric_tail WHERE metric_pk = ? AND step BETWEEN ? AND ? ORDER BY step, ordinal")
            .Bind(series.Pk).Bind(firstStep).Bind(lastStep)
            .ForEach(row => points.Add(row.GetInt64(0), row.GetDoubleOrNaN(1), Time(series.BaseAt + row.GetInt64(2))));

    private static long Time(long ticks) =>
        ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? ticks : throw new InvalidDataException("a point has a time that is not valid");
}
