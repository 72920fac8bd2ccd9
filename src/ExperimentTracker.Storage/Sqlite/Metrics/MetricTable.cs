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

    public IReadOnlyList<MetricGoal> Goals(string name, CancellationToken cancellation) => database.Read(
        session => session.Query(
            """
            SELECT value FROM json_each(@2) AS goal WHERE EXISTS (
                SELECT 1 FROM metrics m CROSS JOIN runs r ON r.pk = m.run_pk
                WHERE m.name_fold = @1 AND m.goal = goal.value AND m.goal IS NOT NULL AND r.removed_at IS NULL)
            ORDER BY 1
            """,
            row => (MetricGoal)row.GetInt32(0),
            Names.Fold(name), Rows.DbList(Enum.GetValues<MetricGoal>().Cast<int>())),
        cancellation);

    public MetricSeries Read(Metric metric, long firstStep, long lastStep, CancellationToken cancellation) => database.Read(
        session =>
        {
            (CatalogRow run, SeriesRow series) = Find(session, metric);
            (long[] steps, double[] values, long[] ticks) = ReadPoints(session, series, run.Name, firstStep, lastStep).Between(firstStep, lastStep);
            return MetricSeries.Create(series.ToMetric(), run.Name, steps, values, ticks);
        },
        cancellation);

    public double[] Sketch(Metric metric, int pieces, CancellationToken cancellation) => database.Read(
        session =>
        {
            SeriesRow series = Find(session, metric).Series;
            return series.Statistics.Count <= (long)pieces * PointChunk.Capacity
                ? SeriesReader.Read(session, series, 0, long.MaxValue).Values.ToArray()
                : SeriesSketch.Read(session, series, pieces);
        },
        cancellation);

    private static (CatalogRow Run, SeriesRow Series) Find(Session session, Metric metric)
    {
        CatalogRow run = Catalog.Find(session, RecordType.Run, metric.RunId);
        return (run, MetricRows.Find(session, run.Pk, metric.Key, metric.Label) ?? throw RunErrors.MetricNotFound(metric.Name, $"Run {run.Name} has no"));
    }

    private static long OpenRun(Session session, string id, Dictionary<string, long> open)
    {
        if (open.TryGetValue(id, out long pk)) return pk;
        return open[id] = RunLifecycle.FindRunning(session, id, "metrics");
    }

    private static PointColumns ReadPoints(Session session, SeriesRow series, string run, long firstStep, long lastStep)
    {
        try
        {
            return SeriesReader.Read(session, series, firstStep, lastStep);
        }
        catch (InvalidDataException e)
        {
            throw StoreErrors.PointsDamaged(Metric.NameOf(series.Key, series.Label.Length == 0 ? null : series.Label), run, e);
        }
    }
}
