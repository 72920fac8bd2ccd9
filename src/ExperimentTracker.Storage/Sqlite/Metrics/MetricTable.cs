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
            return SeriesReader.Read(session, series, firstStep, lastStep);
        }
        catch (InvalidDataException e)
        {
            throw StoreErrors.PointsDamaged(Metric.NameOf(series.Key, series.Label.Length == 0 ? null : series.Label), run, e);
        }
    }
}
