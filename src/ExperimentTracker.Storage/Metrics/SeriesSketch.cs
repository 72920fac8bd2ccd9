using ExperimentTracker.Series;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Reads some chunks of a series instead of all of them.</summary>
internal static class SeriesSketch
{
    /// <summary>Returns the values of this number of chunks, evenly spread over the order of writing, of the tail, and the two extremes.</summary>
    public static double[] Read(StoreConnection connection, SeriesRow series, int pieces)
    {
        SeriesStatistics statistics = series.Statistics;
        long written = statistics.Count - series.TailCount;
        var points = new PointColumns((pieces * PointChunk.Capacity) + series.TailCount + 2);
        long read = -1;
        for (int i = 0; i < pieces && written > 0; i++)
        {
            // The chunk that contains the point with this number.
            connection.Prepare($"{ChunkColumns.Select} WHERE c.metric_pk = ? AND c.ordinal BETWEEN ? AND ? ORDER BY c.ordinal DESC LIMIT 1")
                .Bind(series.Pk).Bind(read + 1).Bind((long)((Int128)(written - 1) * i / Math.Max(pieces - 1, 1)))
                .ForEach(row =>
                {
                    points.AddChunk(row);
                    read = ChunkColumns.Read(row).Ordinal;
                });
        }

        connection.Prepare("SELECT step, value FROM metric_tail WHERE metric_pk = ? ORDER BY step, ordinal").Bind(series.Pk)
            .ForEach(row => points.Add(row.GetInt64(0), row.GetDoubleOrNaN(1), 0));
        if (statistics.HasValues)
        {
            points.Add(statistics.MinStep, statistics.Min, 0);
            points.Add(statistics.MaxStep, statistics.Max, 0);
        }

        points.SortByStep();
        return points.Values.ToArray();
    }
}
