using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Metrics;

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

    public void Insert(StoreConnection connection)
    {
        connection.Execute(
            """
            INSERT INTO metrics (run_pk, name_fold, key, label, base_at, count, nan_count, tail_count, first_step, last_step, last_at)
            VALUES (@1, @2, @3, @4, @5, 0, 0, 0, 0, 0, @5)
            """,
            RunPk, Names.Fold(Metric.NameOf(Key, Label)), Key, Label, BaseAt);
        Pk = connection.LastInsertRowId;
    }

    // Apart from the others: the goal has an index, which a point that does not change it shall not cost anything.
    public void SetGoal(StoreConnection connection, MetricGoal goal)
    {
        Goal = goal;
        connection.Execute("UPDATE metrics SET goal = @2 WHERE pk = @1", Pk, (long)goal);
    }

    public void Update(StoreConnection connection)
    {
        SeriesStatistics s = Statistics;
        connection.Prepare(
            """
            UPDATE metrics SET unit = ?, count = ?, nan_count = ?, tail_count = ?, first_step = ?, first_value = ?, last_step = ?,
                last_value = ?, last_at = ?, min_value = ?, min_step = ?, max_value = ?, max_step = ?, sum = ?, compensation = ?
            WHERE pk = ?
            """)
            .Bind(Unit).Bind(s.Count).Bind(s.NaNCount).Bind((long)TailCount).Bind(s.FirstStep).Bind(s.First).Bind(s.LastStep)
            .Bind(s.Last).Bind(s.LastTicks).Bind(s.HasValues ? s.Min : null).Bind(s.HasValues ? s.MinStep : (long?)null)
            .Bind(s.HasValues ? s.Max : null).Bind(s.HasValues ? s.MaxStep : (long?)null).Bind(s.Sum).Bind(s.Compensation).Bind(Pk).Execute();
    }
}
