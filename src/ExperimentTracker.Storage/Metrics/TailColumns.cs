using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Inserts points into the tail of a series by one statement, with a list for each column.</summary>
internal static class TailColumns
{
    private const string Text = """
        INSERT INTO metric_tail (metric_pk, step, ordinal, value, since)
        SELECT @1, step, @2 + place - 1, value, since FROM unnest(@3, @4, @5) WITH ORDINALITY AS point (step, value, since, place)
        """;

    /// <summary>Inserts the points from a place on; see <see cref="Statement.Post"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="series">The series.</param>
    /// <param name="points">The points.</param>
    /// <param name="from">The first of them to insert.</param>
    /// <param name="ordinal">Its place in the order of writing.</param>
    public static void Insert(StoreConnection connection, SeriesRow series, PointColumns points, int from, long ordinal)
    {
        if (from >= points.Count) return;
        long[] since = points.Ticks[from..].ToArray();
        for (int i = 0; i < since.Length; i++) since[i] -= series.BaseAt;
        connection.Post(Text, series.Pk, ordinal, SqlList.Of(points.Steps[from..].ToArray()), SqlList.Of(points.Values[from..].ToArray()), SqlList.Of(since));
    }
}
