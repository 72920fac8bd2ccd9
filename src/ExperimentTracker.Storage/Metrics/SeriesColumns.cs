using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Engine;
namespace ExperimentTracker.Storage.Metrics;

/// <summary>The columns of series.</summary>
internal static class SeriesColumns
{
    // The columns that change with points.
    private static readonly RecordColumns<SeriesRow> Changing = new("metrics", "m");
    private static readonly Column<SeriesRow, string?> Unit = Changing.StringOrNull("unit", s => s.Unit);
    private static readonly Column<SeriesRow, long> TailCount = Changing.Int64("tail_count", s => s.TailCount);
    private static readonly Column<SeriesRow, long> Count = Changing.Int64("count", s => s.Statistics.Count);
    private static readonly Column<SeriesRow, long> NaNCount = Changing.Int64("nan_count", s => s.Statistics.NaNCount);
    private static readonly Column<SeriesRow, long> FirstStep = Changing.Int64("first_step", s => s.Statistics.FirstStep);
    private static readonly Column<SeriesRow, double> First = Changing.DoubleOrNaN("first_value", s => s.Statistics.First);
    private static readonly Column<SeriesRow, long> LastStep = Changing.Int64("last_step", s => s.Statistics.LastStep);
    private static readonly Column<SeriesRow, double> Last = Changing.DoubleOrNaN("last_value", s => s.Statistics.Last);
    private static readonly Column<SeriesRow, long> LastAt = Changing.Ticks("last_at", s => s.Statistics.LastTicks);
    private static readonly Column<SeriesRow, double> Min = Changing.DoubleOrNaN("min_value", s => s.Statistics.HasValues ? s.Statistics.Min : double.NaN);
    private static readonly Column<SeriesRow, long?> MinStep = Changing.Int64OrNull("min_step", s => s.Statistics.HasValues ? s.Statistics.MinStep : null);
    private static readonly Column<SeriesRow, double> Max = Changing.DoubleOrNaN("max_value", s => s.Statistics.HasValues ? s.Statistics.Max : double.NaN);
    private static readonly Column<SeriesRow, long?> MaxStep = Changing.Int64OrNull("max_step", s => s.Statistics.HasValues ? s.Statistics.MaxStep : null);
    private static readonly Column<SeriesRow, double> Sum = Changing.DoubleOrNaN("sum", s => s.Statistics.Sum);
    private static readonly Column<SeriesRow, double> Compensation = Changing.DoubleOrNaN("compensation", s => s.Statistics.Compensation);

    private static readonly RecordColumns<SeriesRow> All = new("metrics", "m");
    private static readonly Column<SeriesRow, long> Pk = All.Key();
    private static readonly Column<SeriesRow, long> RunPk = All.Int64("run_pk", s => s.RunPk);
    private static readonly Column<SeriesRow, string> RunId = All.String("r.id");
    private static readonly Column<SeriesRow, string> Key = All.String("key", s => s.Key);
    private static readonly Column<SeriesRow, string> Label = All.String("label", s => s.Label);
    private static readonly Column<SeriesRow, MetricGoal?> Goal = All.EnumOrNull("goal", s => s.Goal);
    private static readonly Column<SeriesRow, long> BaseAt = All.Ticks("base_at", s => s.BaseAt);

    private static readonly Column<SeriesRow>[] Changed = [.. All.Include(Changing, s => s).Stored];
    private static readonly Insertion<SeriesRow> Insertion = All.Insert("name_fold");
    private static readonly string UpdateText = $"UPDATE metrics SET {Changing.Assignments} WHERE pk = ?";

    public static readonly string Select = $"SELECT {All} FROM {All.Table} m JOIN runs r ON r.pk = m.run_pk";

    public static SeriesRow Read(Statement row) => new()
    {
        Pk = Pk.Read(row),
        RunPk = RunPk.Read(row),
        RunId = RunId.Read(row),
        Key = Key.Read(row),
        Label = Label.Read(row),
        Unit = Unit.Read(row),
        Goal = Goal.Read(row),
        TailCount = checked((int)TailCount.Read(row)),
        BaseAt = BaseAt.Read(row),
        Statistics = new SeriesStatistics
        {
            Count = Count.Read(row),
            NaNCount = NaNCount.Read(row),
            FirstStep = FirstStep.Read(row),
            First = First.Read(row),
            LastStep = LastStep.Read(row),
            Last = Last.Read(row),
            LastTicks = LastAt.Read(row),
            Min = Min.Read(row),
            MinStep = MinStep.Read(row) ?? 0,
            Max = Max.Read(row),
            MaxStep = MaxStep.Read(row) ?? 0,
            Sum = Sum.Read(row),
            Compensation = Compensation.Read(row),
        },
    };

    /// <summary>Inserts a series and sets its key.</summary>
    public static void Insert(StoreConnection connection, SeriesRow series) =>
        series.Pk = Insertion.Execute(connection, series, Names.Fold(Metric.NameOf(series.Key, series.Label)));

    /// <summary>Writes the columns that change with points.</summary>
    public static void Update(StoreConnection connection, SeriesRow series)
    {
        Statement update = connection.Prepare(UpdateText);
        foreach (Column<SeriesRow> column in Changed) column.Bind(update, series);
        update.Bind(series.Pk).Execute();
    }

    /// <summary>Sets the goal. Separate from the other columns: it has an index, which must not cost anything for a point that does not change it.</summary>
    public static void SetGoal(StoreConnection connection, SeriesRow series, MetricGoal goal)
    {
        series.Goal = goal;
        connection.Execute("UPDATE metrics SET goal = @2 WHERE pk = @1", series.Pk, (long)goal);
    }
}
