using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Writes points of a series to chunks, with their summaries.</summary>
internal static class ChunkWriter
{
    /// <summary>Writes points to chunks that fill their pages.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="metricPk">The key of the series.</param>
    /// <param name="points">Points that follow all that are in chunks, sorted by step.</param>
    /// <param name="all">Whether to write all of them; otherwise fewer than half of a chunk can remain.</param>
    /// <param name="isNew">Whether the series has no chunks yet.</param>
    /// <returns>The number of points that were written, and the number that are in chunks now.</returns>
    public static (int Written, long Sealed) Write(StoreConnection connection, long metricPk, PointColumns points, bool all, bool isNew)
    {
        long ordinal = 0;
        if (!isNew) connection.Prepare("SELECT ordinal + count FROM metric_chunks WHERE metric_pk = ? ORDER BY ordinal DESC LIMIT 1").Bind(metricPk)
            .ForEach(row => ordinal = row.GetInt64(0));
        int? pageSize = connection.PageSize;
        var summaries = new SummaryWriter(connection, metricPk, isNew);
        int done = 0, size = PointChunk.Capacity;
        for (int left = points.Count; left > (all ? 0 : (PointChunk.Capacity / 2) - 1); left = points.Count - done)
        {
            (PointChunk chunk, byte[] data) = Pack(Math.Min(left, size));
            int best = all && left <= PointChunk.Capacity ? left : pageSize is { } page ? ChunkSize.For(page, chunk.BytesPerPoint) : PointChunk.Capacity;
            if (chunk.Count != Math.Min(left, best)) (chunk, data) = Pack(Math.Min(left, best));
            ChunkColumns.Insert(connection, metricPk, chunk, data);
            Range part = done..(done + chunk.Count);
            summaries.Add(PointSummary.Of(chunk.Ordinal, points.Steps[part], points.Values[part], points.Ticks[part]));
            size = best;
            done += chunk.Count;
        }

        return (done, ordinal + done);

        (PointChunk Chunk, byte[] Data) Pack(int count) => PointChunk.Pack(
            ordinal + done, points.Steps.Slice(done, count), points.Values.Slice(done, count), points.Ticks.Slice(done, count));
    }
}
