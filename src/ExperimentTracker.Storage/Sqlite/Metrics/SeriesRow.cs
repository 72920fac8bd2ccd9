namespace ExperimentTracker.Storage.Sqlite;

/// <summary>A row of <c>metrics</c>, to be changed and written back.</summary>
internal sealed class SeriesRow
{
    public long Pk { get; set; }

    public required long RunPk { get; init; }

    public required string RunId { get; init; }

    public required string Key { get; init; }

    public required string Label { get; init; }

    public string? Unit { get; set; }

    public MetricGoal? Goal { get; set; }

    public int TailCount { get; set; }

    public long BaseAt { get; init; }

    public SeriesStatistics Statistics { get; set; } = new();

    public Metric ToMetric()
    {
        SeriesStatistics s = Statistics;
        return new Metric
        {
            RunId = RunId,
            Key = Key,
            Label = Label.Length == 0 ? null : Label,
            Unit = Unit,
            Goal = Goal,
            Count = s.Count,
            NaNCount = s.NaNCount,
            FirstStep = s.FirstStep,
            First = s.First,
            LastStep = s.LastStep,
            Last = s.Last,
            LastAt = UtcTicks.ToLocal(s.LastTicks),
            Min = s.HasValues ? s.Min : null,
            MinStep = s.HasValues ? s.MinStep : null,
            Max = s.HasValues ? s.Max : null,
            MaxStep = s.HasValues ? s.MaxStep : null,
            Mean = s.Mean,
        };
    }

    public void Insert(Session session)
    {
        session.Execute(
            """
            INSERT INTO metrics (run_pk, name_fold, key, label, base_at, count, nan_count, tail_count, first_step, last_step, last_at)
            VALUES (@1, @2, @3, @4, @5, 0, 0, 0, 0, 0, @5)
            """,
            RunPk, Names.Fold(Metric.NameOf(Key, Label)), Key, Label, BaseAt);
        Pk = session.Number("SELECT last_insert_rowid()")!.Value;
    }

    public void Update(Session session)
    {
        SeriesStatistics s = Statistics;
        session.Execute(
            """
            UPDATE metrics SET unit = @2, goal = @3, count = @4, nan_count = @5, tail_count = @6, first_step = @7, first_value = @8, last_step = @9,
                last_value = @10, last_at = @11, min_value = @12, min_step = @13, max_value = @14, max_step = @15, sum = @16, compensation = @17
            WHERE pk = @1
            """,
            Pk, Unit, (int?)Goal, s.Count, s.NaNCount, TailCount, s.FirstStep, Rows.Db(s.First), s.LastStep,
            Rows.Db(s.Last), s.LastTicks, s.HasValues ? s.Min : null, s.HasValues ? s.MinStep : null,
            s.HasValues ? s.Max : null, s.HasValues ? s.MaxStep : null, Rows.Db(s.Sum), Rows.Db(s.Compensation));
    }
}
