using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Rows of series to records.</summary>
internal static class MetricRows
{
    public static ILookup<long, Metric> Load(StoreConnection connection, IEnumerable<long> runPks) => Query(
        connection.Prepare($"{SeriesColumns.Select} WHERE m.run_pk IN (SELECT value FROM json_each(?)) ORDER BY m.run_pk, m.name_fold, m.pk").Bind(SqlValues.List(runPks)))
        .ToLookup(series => series.RunPk, series => series.ToMetric());

    /// <summary>The series of a run by that name: exactly, or else in any case.</summary>
    public static SeriesRow? Find(StoreConnection connection, long runPk, string key, string? label)
    {
        List<SeriesRow> found = Query(
            connection.Prepare($"{SeriesColumns.Select} WHERE m.run_pk = ? AND m.name_fold = ? ORDER BY m.pk").Bind(runPk).Bind(Names.Fold(Metric.NameOf(key, label))));
        return found.Find(s => s.Key == key && s.Label == (label ?? "")) ?? found.FirstOrDefault();
    }

    /// <summary>All series of a run, in the order they were made.</summary>
    public static List<SeriesRow> OfRun(StoreConnection connection, long runPk) => Query(connection.Prepare($"{SeriesColumns.Select} WHERE m.run_pk = ? ORDER BY m.pk").Bind(runPk));

    /// <summary>The series after a key, in order of their keys; without those that are being collected.</summary>
    public static List<SeriesRow> After(StoreConnection connection, long pk, int most) => Query(
        connection.Prepare($"{SeriesColumns.Select} WHERE m.pk > ? AND r.removed_at IS NOT {Removals.Collected} ORDER BY m.pk LIMIT ?").Bind(pk).Bind((long)most));

    /// <summary>The series of a run whose tails have at least that many points.</summary>
    public static List<SeriesRow> WithTails(StoreConnection connection, long runPk, int atLeast) => Query(
        connection.Prepare($"{SeriesColumns.Select} WHERE m.run_pk = ? AND m.tail_count >= ?").Bind(runPk).Bind((long)atLeast));

    private static List<SeriesRow> Query(Statement statement) => statement.ToList(SeriesColumns.Read);
}
