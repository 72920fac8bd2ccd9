using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Rows of series to records.</summary>
internal static class MetricRows
{
    private const string Select = """
        SELECT m.pk, m.run_pk, r.id, m.key, m.label, m.unit, m.goal, m.count, m.nan_count, m.first_step, m.first_value, m.last_step, m.last_value,
            m.last_at, m.min_value, m.min_step, m.max_value, m.max_step, m.sum, m.compensation, m.tail_count, m.base_at
        FROM metrics m JOIN runs r ON r.pk = m.run_pk
        """;

    public static ILookup<long, Metric> Load(StoreConnection connection, IEnumerable<long> runPks) => Query(
        connection.Prepare($"{Select} WHERE m.run_pk IN (SELECT value FROM json_each(?)) ORDER BY m.run_pk, m.name_fold, m.pk").Bind(SqlValues.List(runPks)))
        .ToLookup(series => series.RunPk, series => series.ToMetric());

    /// <summary>The series of a run by that name: exactly, or else in any case.</summary>
    public static SeriesRow? Find(StoreConnection connection, long runPk, string key, string? label)
    {
        List<SeriesRow> found = Query(
            connection.Prepare($"{Select} WHERE m.run_pk = ? AND m.name_fold = ? ORDER BY m.pk").Bind(runPk).Bind(Names.Fold(Metric.NameOf(key, label))));
        return found.Find(s => s.Key == key && s.Label == (label ?? "")) ?? found.FirstOrDefault();
    }

    /// <summary>All series of a run, in the order they were made.</summary>
    public static List<SeriesRow> OfRun(StoreConnection connection, long runPk) => Query(connection.Prepare($"{Select} WHERE m.run_pk = ? ORDER BY m.pk").Bind(runPk));

    /// <summary>The series after a key, in order of their keys; without those that are being collected.</summary>
    public static List<SeriesRow> After(StoreConnection connection, long pk, int most) => Query(
        connection.Prepare($"{Select} WHERE m.pk > ? AND r.removed_at IS NOT {Removals.Collected} ORDER BY m.pk LIMIT ?").Bind(pk).Bind((long)most));

    /// <summary>The series of a run whose tails have at least that many points.</summary>
    public static List<SeriesRow> WithTails(StoreConnection connection, long runPk, int atLeast) => Query(
        connection.Prepare($"{Select} WHERE m.run_pk = ? AND m.tail_count >= ?").Bind(runPk).Bind((long)atLeast));

    private static List<SeriesRow> Query(Statement statement)
    {
        var rows = new List<SeriesRow>();
        statement.ForEach(row => rows.Add(Read(row)));
        return rows;
    }

    private static SeriesRow Read(Statement row) => new()
    {
        Pk = row.GetInt64(0),
        RunPk = row.GetInt64(1),
        RunId = row.GetString(2),
        Key = row.GetString(3),
        Label = row.GetString(4),
        Unit = row.GetStringOrNull(5),
        Goal = row.GetEnumOrNull<MetricGoal>(6),
        TailCount = row.GetInt32(20),
        BaseAt = row.GetUtcTicks(21),
        Statistics = new SeriesStatistics
        {
            Count = row.GetInt64(7),
            NaNCount = row.GetInt64(8),
            FirstStep = row.GetInt64(9),
            First = row.GetDoubleOrNaN(10),
            LastStep = row.GetInt64(11),
            Last = row.GetDoubleOrNaN(12),
            LastTicks = row.GetUtcTicks(13),
            Min = row.GetDoubleOrNaN(14),
            MinStep = row.GetInt64OrNull(15) ?? 0,
            Max = row.GetDoubleOrNaN(16),
            MaxStep = row.GetInt64OrNull(17) ?? 0,
            Sum = row.GetDoubleOrNaN(18),
            Compensation = row.GetDoubleOrNaN(19),
        },
    };
}
