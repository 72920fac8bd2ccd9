using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Maps rows of series to records.</summary>
internal static class MetricRows
{
    /// <summary>Loads the metrics of runs by the internal keys of the runs.</summary>
    public static ILookup<long, Metric> Load(StoreConnection connection, IEnumerable<long> runPks) => Query(
        connection.Prepare($"{SeriesColumns.Select} WHERE m.run_pk IN (SELECT value FROM json_each(?)) ORDER BY m.run_pk, m.name_fold, m.pk").BindList(SqlList.Of(runPks)))
        .ToLookup(series => series.RunPk, series => series.ToMetric());

    /// <summary>Loads the metrics of runs in their compact form, with a query that is sent with the next one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="runIds">The ids of the runs by their internal keys.</param>
    public static Func<Dictionary<long, PackedMetrics>> LoadPackedLater(StoreConnection connection, IReadOnlyDictionary<long, string> runIds)
    {
        var packer = new MetricPacker(runIds);
        Awaited<List<bool>> read = connection.Prepare(SeriesColumns.SelectOfRuns).BindList(SqlList.Of(runIds.Keys)).ToListLater(row =>
        {
            packer.Add(row);
            return true;
        });
        return () =>
        {
            _ = read.Value;
            return packer.Complete();
        };
    }

    /// <summary>Finds the series of a run with this name: an exact match first, then ignoring case.</summary>
    public static SeriesRow? Find(StoreConnection connection, long runPk, string key, string? label) => Best(key, label, Query(
        connection.Prepare($"{SeriesColumns.Select} WHERE m.run_pk = ? AND m.name_fold = ? ORDER BY m.pk").Bind(runPk).Bind(Names.Fold(Metric.NameOf(key, label)))));

    /// <summary>The same, by a query that is sent with the next one.</summary>
    public static Func<SeriesRow?> FindLater(StoreConnection connection, string runId, string key, string? label)
    {
        Awaited<List<SeriesRow>> found = connection.Prepare($"{SeriesColumns.Select} WHERE r.id = ? AND m.name_fold = ? ORDER BY m.pk")
            .Bind(runId).Bind(Names.Fold(Metric.NameOf(key, label))).ToListLater(SeriesColumns.Read);
        return () => Best(key, label, found.Value);
    }

    private static SeriesRow? Best(string key, string? label, List<SeriesRow> found) =>
        found.Find(s => s.Key == key && s.Label == (label ?? "")) ?? found.FirstOrDefault();

    /// <summary>Returns all series of a run, in the order they were created.</summary>
    public static List<SeriesRow> OfRun(StoreConnection connection, long runPk) => Query(connection.Prepare($"{SeriesColumns.Select} WHERE m.run_pk = ? ORDER BY m.pk").Bind(runPk));

    /// <summary>Returns the series after a key, sorted by key, without those that are being collected.</summary>
    public static List<SeriesRow> After(StoreConnection connection, long pk, int most) => Query(
        connection.Prepare($"{SeriesColumns.Select} WHERE m.pk > ? AND r.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY m.pk LIMIT ?").Bind(pk).Bind((long)most));

    /// <summary>Returns the series of a run whose tails have at least this number of points, by a query that is sent with the next one.</summary>
    public static Awaited<List<SeriesRow>> WithTailsLater(StoreConnection connection, string runId, int atLeast) =>
        connection.Prepare($"{SeriesColumns.Select} WHERE r.id = ? AND m.tail_count >= ?").Bind(runId).Bind((long)atLeast).ToListLater(SeriesColumns.Read);

    private static List<SeriesRow> Query(Statement statement) => statement.ToList(SeriesColumns.Read);
}
