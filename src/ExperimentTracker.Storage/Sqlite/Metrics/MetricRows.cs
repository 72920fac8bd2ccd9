using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Rows of series to records.</summary>
internal static class MetricRows
{
    private const string Select = """
        SELECT m.pk, m.run_pk, r.id, m.key, m.label, m.unit, m.goal, m.count, m.nan_count, m.first_step, m.first_value, m.last_step, m.last_value,
            m.last_at, m.min_value, m.min_step, m.max_value, m.max_step, m.sum, m.compensation, m.tail_count, m.base_at
        FROM metrics m JOIN runs r ON r.pk = m.run_pk
        """;

    public static ILookup<long, Metric> Load(Session session, IEnumerable<long> runPks) => session.Query(
        $"{Select} WHERE m.run_pk IN (SELECT value FROM json_each(@1)) ORDER BY m.run_pk, m.name_fold, m.pk",
        row => (Run: row.GetInt64(1), Metric: Read(row).ToMetric()),
        Rows.DbList(runPks)).ToLookup(m => m.Run, m => m.Metric);

    /// <summary>The series of a run by that name: exactly, or else in any case.</summary>
    public static SeriesRow? Find(Session session, long runPk, string key, string? label)
    {
        List<SeriesRow> found = session.Query(
            $"{Select} WHERE m.run_pk = @1 AND m.name_fold = @2 ORDER BY m.pk", Read, runPk, Names.Fold(Metric.NameOf(key, label)));
        return found.Find(s => s.Key == key && s.Label == (label ?? "")) ?? found.FirstOrDefault();
    }

    /// <summary>All series of a run, in the order they were made.</summary>
    public static List<SeriesRow> OfRun(Session session, long runPk) => session.Query($"{Select} WHERE m.run_pk = @1 ORDER BY m.pk", Read, runPk);

    /// <summary>The series of a run whose tails have at least that many points.</summary>
    public static List<SeriesRow> WithTails(Session session, long runPk, int atLeast) => session.Query(
        $"{Select} WHERE m.run_pk = @1 AND m.tail_count >= @2", Read, runPk, atLeast);

    /// <summary>The series after a key, in order of their keys; without those that are being collected.</summary>
    public static List<SeriesRow> After(Session session, long pk, int most) => session.Query(
        $"{Select} WHERE m.pk > @1 AND r.removed_at IS NOT {Removals.Collected} ORDER BY m.pk LIMIT @2", Read, pk, most);

    private static SeriesRow Read(SqliteDataReader row) => new()
    {
        Pk = row.GetInt64(0),
        RunPk = row.GetInt64(1),
        RunId = row.GetString(2),
        Key = row.GetString(3),
        Label = row.GetString(4),
        Unit = row.Text(5),
        Goal = row.WordOrNull<MetricGoal>(6),
        TailCount = row.GetInt32(20),
        BaseAt = row.Ticks(21),
        Statistics = new SeriesStatistics
        {
            Count = row.GetInt64(7),
            NaNCount = row.GetInt64(8),
            FirstStep = row.GetInt64(9),
            First = row.Real(10),
            LastStep = row.GetInt64(11),
            Last = row.Real(12),
            LastTicks = row.Ticks(13),
            Min = row.Real(14),
            MinStep = row.Whole(15) ?? 0,
            Max = row.Real(16),
            MaxStep = row.Whole(17) ?? 0,
            Sum = row.Real(18),
            Compensation = row.Real(19),
        },
    };
}
