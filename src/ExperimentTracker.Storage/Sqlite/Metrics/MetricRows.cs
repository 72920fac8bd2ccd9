namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Rows of series to records.</summary>
internal static class MetricRows
{
    private const string Select = """
        SELECT m.pk, m.run_pk, r.id, m.key, m.label, m.unit, m.goal, m.count, m.nan_count, m.first_step, m.first_value, m.last_step, m.last_value,
            m.last_at, m.min_value, m.min_step, m.max_value, m.max_step, m.sum, m.compensation, m.tail_count, m.base_at
        FROM metrics m JOIN runs r ON r.pk = m.run_pk
        """;

    public static ILookup<long, Metric> Load(Session session, IEnumerable<long> runPks) => Query(
        session.Prepare($"{Select} WHERE m.run_pk IN (SELECT value FROM json_each(?)) ORDER BY m.run_pk, m.name_fold, m.pk").Bind(Rows.DbList(runPks)))
        .ToLookup(series => series.RunPk, series => series.ToMetric());

    /// <summary>The series of a run by that name: exactly, or else in any case.</summary>
    public static SeriesRow? Find(Session session, long runPk, string key, string? label)
    {
        List<SeriesRow> found = Query(
            session.Prepare($"{Select} WHERE m.run_pk = ? AND m.name_fold = ? ORDER BY m.pk").Bind(runPk).Bind(Names.Fold(Metric.NameOf(key, label))));
        return found.Find(s => s.Key == key && s.Label == (label ?? "")) ?? found.FirstOrDefault();
    }

    /// <summary>All series of a run, in the order they were made.</summary>
    public static List<SeriesRow> OfRun(Session session, long runPk) => Query(session.Prepare($"{Select} WHERE m.run_pk = ? ORDER BY m.pk").Bind(runPk));

    /// <summary>The series after a key, in order of their keys; without those that are being collected.</summary>
    public static List<SeriesRow> After(Session session, long pk, int most) => Query(
        session.Prepare($"{Select} WHERE m.pk > ? AND r.removed_at IS NOT {Removals.Collected} ORDER BY m.pk LIMIT ?").Bind(pk).Bind((long)most));

    /// <summary>The series of a run whose tails have at least that many points.</summary>
    public static List<SeriesRow> WithTails(Session session, long runPk, int atLeast) => Query(
        session.Prepare($"{Select} WHERE m.run_pk = ? AND m.tail_count >= ?").Bind(runPk).Bind((long)atLeast));

    private static List<SeriesRow> Query(Statement statement)
    {
        var rows = new List<SeriesRow>();
        statement.ForEach(row => rows.Add(Read(row)));
        return rows;
    }

    private static SeriesRow Read(Statement row) => new()
    {
        Pk = row.Whole(0),
        RunPk = row.Whole(1),
        RunId = row.Word(2),
        Key = row.Word(3),
        Label = row.Word(4),
        Unit = row.Text(5),
        Goal = row.WordOrNull<MetricGoal>(6),
        TailCount = (int)row.Whole(20),
        BaseAt = row.Ticks(21),
        Statistics = new SeriesStatistics
        {
            Count = row.Whole(7),
            NaNCount = row.Whole(8),
            FirstStep = row.Whole(9),
            First = row.Real(10),
            LastStep = row.Whole(11),
            Last = row.Real(12),
            LastTicks = row.Ticks(13),
            Min = row.Real(14),
            MinStep = row.WholeOrNull(15) ?? 0,
            Max = row.Real(16),
            MaxStep = row.WholeOrNull(17) ?? 0,
            Sum = row.Real(18),
            Compensation = row.Real(19),
        },
    };
}
