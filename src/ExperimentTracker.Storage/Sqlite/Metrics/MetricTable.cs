namespace ExperimentTracker.Storage.Sqlite;

internal sealed class MetricTable(Database database) : IMetricStore
{
    public IReadOnlyList<SeriesReceipt> Append(IReadOnlyList<SeriesAppend> appends, CancellationToken cancellation)
    {
        foreach (SeriesAppend append in appends) append.Check();
        return database.Write(
            session =>
            {
                var open = new Dictionary<string, long>(StringComparer.Ordinal);
                return appends.Select(append => SeriesWriter.Append(session, OpenRun(session, append.RunId, open), append)).ToList();
            },
            cancellation);
    }

    public IReadOnlyList<Metric> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation) => database.Read(
        session =>
        {
            long[] pks = [.. runIds.Select(id => Catalog.Find(session, RecordType.Run, id).Pk)];
            ILookup<long, Metric> metrics = MetricRows.Load(session, pks);
            return pks.SelectMany(pk => metrics[pk]).ToList();
        },
        cancellation);

    public MetricSeries Read(Metric metric, long firstStep, long lastStep, CancellationToken cancellation) => database.Read(
        session =>
        {
            CatalogRow run = Catalog.Find(session, RecordType.Run, metric.RunId);
            SeriesRow series = MetricRows.Find(session, run.Pk, metric.Key, metric.Label) ?? throw RunErrors.MetricNotFound(metric.Name, $"Run {run.Name} has no");
            (long[] steps, double[] values, long[] ticks) = ReadPoints(session, series, run.Name, firstStep, lastStep).Between(firstStep, lastStep);
            return MetricSeries.Create(series.ToMetric(), run.Name, steps, values, ticks);
        },
        cancellation);

    private static long OpenRun(Session session, string id, Dictionary<string, long> open)
    {
        if (open.TryGetValue(id, out long pk)) return pk;
        return open[id] = RunLifecycle.FindRunning(session, id, "metrics").Pk;
    }

    private static PointColumns ReadPoints(Session session, SeriesRow series, string run, long firstStep, long lastStep)
    {
        try
        {
            return ReadPoints(session, series, firstStep, lastStep);
        }
        catch (InvalidDataException e)
        {
            throw StoreErrors.PointsDamaged(Metric.NameOf(series.Key, series.Label.Length == 0 ? null : series.Label), run, e);
        }
    }

    private static PointColumns ReadPoints(Session session, SeriesRow series, long firstStep, long lastStep)
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
            row => points.Add(row.GetInt64(0), row.Real(1), series.BaseAt + row.GetInt64(2)),
            series.Pk, firstStep, lastStep);
        points.SortByStep();
        return points;
    }
}
