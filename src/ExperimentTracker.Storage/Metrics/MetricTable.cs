using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <param name="database">The database.</param>
/// <param name="known">The runs that this process writes in a store on a server; <see langword="null"/> where reading them takes no trip.</param>
internal sealed class MetricTable(Database database, KnownRuns? known = null) : IMetricStore
{
    private readonly RecentSeries recent = new();
    private readonly ServerAppends? server = known is null ? null : new(database, known);

    public IReadOnlyList<SeriesReceipt> Append(IReadOnlyList<SeriesAppend> appends, CancellationToken cancellation)
    {
        foreach (SeriesAppend append in appends) append.Check();
        if (server is not null) return server.Append(appends, cancellation);
        return database.WriteRun(
            connection =>
            {
                var receipts = new SeriesReceipt[appends.Count];
                recent.Begin(connection);
                for (int i = 0; i < receipts.Length; i++) receipts[i] = SeriesWriter.Append(connection, recent.Find(connection, appends[i]), appends[i]);
                recent.End(connection);
                return receipts;
            },
            flush: false, cancellation);
    }

    public IReadOnlyList<Metric> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation) => database.Read(
        connection =>
        {
            long[] pks = [.. runIds.Select(id => CatalogRecords.Find(connection, RecordType.Run, id).Pk)];
            ILookup<long, Metric> metrics = MetricRows.Load(connection, pks);
            return pks.SelectMany(pk => metrics[pk]).ToList();
        },
        cancellation);

    public IReadOnlyList<MetricGoal> Goals(string name, CancellationToken cancellation) => database.Read(
        connection =>
        {
            // The offset keeps PostgreSQL from joining all series with all runs; by their index, the first of them decides.
            connection.PreferIndexes();
            return connection.Query(
                """
                SELECT value FROM json_each(@2) AS goal WHERE EXISTS (
                    SELECT 1 FROM metrics m CROSS JOIN runs r ON r.pk = m.run_pk
                    WHERE m.name_fold = @1 AND m.goal = goal.value AND m.goal IS NOT NULL AND r.removed_at IS NULL LIMIT 1 OFFSET 0)
                ORDER BY 1
                """,
                row => row.GetEnum<MetricGoal>(0),
                Names.Fold(name), SqlList.Of(Enum.GetValues<MetricGoal>().Select(goal => goal.ToNumber())));
        },
        cancellation);

    public MetricSeries Read(Metric metric, long firstStep, long lastStep, CancellationToken cancellation) => database.Read(
        connection =>
        {
            (CatalogRow run, SeriesRow series) = Find(connection, metric);
            (long[] steps, double[] values, long[] ticks) = Readable(series, run.Name, () => SeriesReader.Read(connection, series, firstStep, lastStep)).Between(firstStep, lastStep);
            return MetricSeries.Create(series.ToMetric(), run.Name, steps, values, ticks);
        },
        cancellation);

    public MetricSeries ReadThinned(Metric metric, long firstStep, long lastStep, int maxPoints, CancellationToken cancellation) => database.Read(
        connection =>
        {
            (CatalogRow run, SeriesRow series) = Find(connection, metric);
            PointColumns points = Readable(
                series, run.Name,
                () => ThinnedReader.TryRead(connection, series, firstStep, lastStep, maxPoints) ?? SeriesReader.Read(connection, series, firstStep, lastStep));
            (long[] steps, double[] values, long[] ticks) = points.Between(firstStep, lastStep);
            return MetricSeries.Create(series.ToMetric(), run.Name, steps, values, ticks).Pick(SeriesThinning.LargestTriangleThreeBuckets(steps, values, maxPoints));
        },
        cancellation);

    public double[] Sketch(Metric metric, int pieces, CancellationToken cancellation) => database.Read(
        connection =>
        {
            SeriesRow series = Find(connection, metric).Series;
            return series.Statistics.Count <= (long)pieces * PointChunk.Capacity
                ? SeriesReader.Read(connection, series, 0, long.MaxValue).Values.ToArray()
                : SeriesSketch.Read(connection, series, pieces);
        },
        cancellation);

    private static (CatalogRow Run, SeriesRow Series) Find(StoreConnection connection, Metric metric)
    {
        CatalogRow run = CatalogRecords.Find(connection, RecordType.Run, metric.RunId);
        return (run, MetricRows.Find(connection, run.Pk, metric.Key, metric.Label) ?? throw RunErrors.MetricNotFound(metric.Name, $"Run {run.Name} has no"));
    }

    private static PointColumns Readable(SeriesRow series, string run, Func<PointColumns> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw StoreErrors.PointsDamaged(Metric.NameOf(series.Key, series.Label.Length == 0 ? null : series.Label), run, e);
        }
    }
}
