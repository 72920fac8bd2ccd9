using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Writes points: to the tail of their series, or together with it to chunks once there are enough.</summary>
internal static class SeriesWriter
{
    // With fewer points a chunk would use more space than the rows.
    private const int WorthSealing = 16;

    /// <summary>Appends points to a series of a run, which is created if it does not exist.</summary>
    /// <exception cref="TrackerException"><c>StepOverflow</c>.</exception>
    public static SeriesReceipt Append(StoreConnection connection, long runPk, SeriesAppend append) => Append(connection, Find(connection, runPk, append), append);

    /// <summary>Appends points to a series, which is created if it has no key yet.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="series">The series.</param>
    /// <param name="append">The points.</param>
    /// <param name="isLast">Whether these are the last points of an ended run, so that all of the series can be moved to chunks.</param>
    /// <exception cref="TrackerException"><c>StepOverflow</c>.</exception>
    public static SeriesReceipt Append(StoreConnection connection, SeriesRow series, SeriesAppend append, bool isLast = false)
    {
        bool isNew = series.Pk == 0;
        if (isNew)
        {
            // An empty append must not create the series.
            if (append.Values.IsEmpty) return new SeriesReceipt(series.ToMetric(), null);
            SeriesColumns.Insert(connection, series);
        }

        SeriesStatistics statistics = series.Statistics;
        long ordinal = statistics.Count;
        long? assigned = append.Steps.IsEmpty ? NextStep(statistics, append) : null;
        PointColumns points = Columns(append, assigned);
        statistics.AddRange(points.Steps, points.Values, points.Ticks);
        if (series.TailCount + points.Count >= (isLast ? WorthSealing : PointChunk.Capacity)) Seal(connection, series, points, isLast, isNew);
        else AddToTail(connection, series, points, 0, ordinal);
        series.Unit = append.Unit ?? series.Unit;
        SeriesColumns.Update(connection, series);
        if (append.Goal is { } goal && goal != series.Goal) SeriesColumns.SetGoal(connection, series, goal);
        return new SeriesReceipt(series.ToMetric(), assigned);
    }

    /// <summary>Finds the series of an append; a new one has no key yet.</summary>
    public static SeriesRow Find(StoreConnection connection, long runPk, SeriesAppend append) =>
        MetricRows.Find(connection, runPk, append.Key, append.Label) ?? New(connection, runPk, append);

    /// <summary>Returns a new series of a run, which has no key yet.</summary>
    public static SeriesRow New(StoreConnection connection, long runPk, SeriesAppend append) => new()
    {
        RunPk = runPk,
        RunId = append.RunId,
        Key = append.Key,
        Label = append.Label ?? "",
        BaseAt = append.Ticks.IsEmpty ? connection.NowTicks : append.Ticks.Span[0],
    };

    /// <summary>Finds the series of a run whose tails are worth moving to chunks when the run ends, by a query that is sent with the next one.</summary>
    public static Awaited<List<SeriesRow>> TailsLater(StoreConnection connection, string runId) => MetricRows.WithTailsLater(connection, runId, WorthSealing);

    /// <summary>Requires that a run has no such series; see <see cref="Statement.Require"/>.</summary>
    public static void RequireNoTails(StoreConnection connection, long runPk) => connection.Prepare(
        $"SELECT 1 AS none WHERE NOT EXISTS (SELECT 1 FROM metrics WHERE run_pk = ? AND tail_count >= {WorthSealing})").Bind(runPk).Require();

    /// <summary>Whether a series has a tail that is worth moving to chunks when its run ends.</summary>
    public static bool HasTail(SeriesRow series) => series.TailCount >= WorthSealing;

    /// <summary>Moves the tails of series of an ended run to chunks.</summary>
    public static void Seal(StoreConnection connection, List<SeriesRow> tails)
    {
        foreach (SeriesRow series in tails)
        {
            Seal(connection, series, new PointColumns(0), isLast: true);
            connection.Post("UPDATE metrics SET tail_count = 0 WHERE pk = @1", series.Pk);
        }
    }

    private static long NextStep(SeriesStatistics statistics, SeriesAppend append)
    {
        if (statistics.Count == 0) return 0;
        if (statistics.LastStep > long.MaxValue - append.Values.Length) throw RunErrors.StepOverflow(append.Key);
        return statistics.LastStep + 1;
    }

    private static PointColumns Columns(SeriesAppend append, long? assigned)
    {
        ReadOnlySpan<double> values = append.Values.Span;
        ReadOnlySpan<long> steps = append.Steps.Span;
        ReadOnlySpan<long> ticks = append.Ticks.Span;
        var points = new PointColumns(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            points.Add(assigned is { } first ? first + i : steps[i], values[i], ticks.Length == 1 ? ticks[0] : ticks[i]);
        }

        return points;
    }

    private static void AddToTail(StoreConnection connection, SeriesRow series, PointColumns points, int from, long ordinal)
    {
        series.TailCount += points.Count - from;
        if (connection.IsRemote)
        {
            TailColumns.Insert(connection, series, points, from, ordinal);
            return;
        }

        Statement insert = connection.Prepare("INSERT INTO metric_tail (metric_pk, step, ordinal, value, since) VALUES (?, ?, ?, ?, ?)");
        for (int i = from; i < points.Count; i++, ordinal++)
        {
            insert.Bind(series.Pk).Bind(points.Steps[i]).Bind(ordinal).Bind(points.Values[i]).Bind(points.Ticks[i] - series.BaseAt).Execute();
        }
    }

    // The tail's points are first: they were written before, and points of the same step keep their order.
    private static void Seal(StoreConnection connection, SeriesRow series, PointColumns points, bool isLast, bool isNew = false)
    {
        var all = new PointColumns(series.TailCount + points.Count);
        if (series.TailCount > 0)
        {
            connection.Prepare("SELECT step, value, since FROM metric_tail WHERE metric_pk = ? ORDER BY ordinal").Bind(series.Pk)
                .ForEach(row => all.Add(row.GetInt64(0), row.GetDoubleOrNaN(1), series.BaseAt + row.GetInt64(2)));
            connection.Post("DELETE FROM metric_tail WHERE metric_pk = @1", series.Pk);
            connection.Options.Reached(FaultPoints.Sealing);
        }

        for (int i = 0; i < points.Count; i++) all.Add(points.Steps[i], points.Values[i], points.Ticks[i]);
        all.SortByStep();
        (int written, long sealedNow) = ChunkWriter.Write(connection, series.Pk, all, isLast, isNew);
        series.TailCount = 0;
        AddToTail(connection, series, all, written, sealedNow);
    }
}
