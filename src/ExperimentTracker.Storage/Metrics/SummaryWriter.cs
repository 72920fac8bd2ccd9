using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// Writes the summaries of a series in levels: of each chunk, of each <see cref="FanOut"/> chunks, of each <see cref="FanOut"/> of these, and so
/// on. A summary is written when what it summarises is complete, and then never changes. A series with fewer than <see cref="FanOut"/> chunks has
/// none: most series are short, and are read as fast.
/// </summary>
internal sealed class SummaryWriter
{
    /// <summary>The number of summaries that one of the next level summarises.</summary>
    public const int FanOut = 8;

    private readonly StoreConnection connection;
    private readonly long metricPk;
    private long chunks;
    private long next;

    /// <param name="connection">The connection.</param>
    /// <param name="metricPk">The key of the series.</param>
    /// <param name="isNew">Whether the series has no chunks yet.</param>
    public SummaryWriter(StoreConnection connection, long metricPk, bool isNew = false)
    {
        (this.connection, this.metricPk) = (connection, metricPk);
        if (isNew) return;
        next = connection.Number("SELECT max(number) + 1 FROM metric_summaries WHERE metric_pk = @1 AND level = 0", metricPk) ?? 0;
        if (next == 0) chunks = connection.Number("SELECT count(*) FROM (SELECT 1 FROM metric_chunks WHERE metric_pk = @1 LIMIT @2) AS first", metricPk, FanOut) ?? 0;
    }

    /// <summary>Deletes the summaries of a series, and writes those of its chunks if there are enough.</summary>
    /// <returns>Whether all chunks can be read; otherwise there are no summaries.</returns>
    public static bool Rebuild(StoreConnection connection, long metricPk)
    {
        connection.Execute("DELETE FROM metric_summaries WHERE metric_pk = @1", metricPk);
        var writer = new SummaryWriter(connection, metricPk);
        return writer.chunks < FanOut || writer.TryWriteAll();
    }

    /// <summary>Adds the summary of a chunk that was inserted.</summary>
    public void Add(PointSummary chunk)
    {
        if (next > 0) Write(chunk);
        else if (++chunks == FanOut) TryWriteAll();
    }

    private bool TryWriteAll()
    {
        try
        {
            var chunk = new PointColumns(PointChunk.Capacity);
            long ordinal = 0;
            SeriesReader.ReadChunks(connection, metricPk, 0, long.MaxValue, row =>
            {
                chunk.Clear();
                chunk.AddChunk(row);
                Write(PointSummary.Of(ordinal, chunk.Steps, chunk.Values, chunk.Ticks));
                ordinal += chunk.Count;
            });
            return true;
        }
        catch (InvalidDataException)
        {
            connection.Execute("DELETE FROM metric_summaries WHERE metric_pk = @1", metricPk);
            next = 0;
            return false;
        }
    }

    private void Write(PointSummary chunk)
    {
        SummaryColumns.Insert(connection, metricPk, 0, next, chunk);
        long number = next++;
        for (int level = 1; number % FanOut == FanOut - 1; level++)
        {
            number /= FanOut;
            List<PointSummary> parts = SummaryColumns.Rows(connection, metricPk, level - 1, number * FanOut, FanOut);
            SummaryColumns.Insert(connection, metricPk, level, number, PointSummary.Of(parts));
        }
    }
}
