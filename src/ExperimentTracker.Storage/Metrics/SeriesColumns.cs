using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Engine;
namespace ExperimentTracker.Storage.Metrics;

/// <summary>The columns of series.</summary>
internal static class SeriesColumns
{
    // The columns that change with points.
    private static readonly RecordColumns<SeriesRow> Changing = new("metrics", "m");
    private static readonly Column<SeriesRow, string?> Unit = Changing.SharedStringOrNull("unit", s => s.Unit);
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
    private static readonly Column<SeriesRow, string> Key = All.SharedString("key", s => s.Key);
    private static readonly Column<SeriesRow, string> Label = All.SharedString("label", s => s.Label);
    private static readonly Column<SeriesRow, MetricGoal?> Goal = All.EnumOrNull("goal", s => s.Goal);
    private static readonly Column<SeriesRow, long> BaseAt = All.Ticks("base_at", s => s.BaseAt);

    private static readonly Column<SeriesRow>[] Changed = [.. All.Include(Changing, s => s).Stored];
    private static readonly Insertion<SeriesRow> Insertion = All.Insert("name_fold");
    private static readonly string RequiredText = $"SELECT 1 FROM {All.Table} m WHERE m.pk = ? AND m.run_pk = ? AND m.goal IS NOT DISTINCT FROM ?{string.Concat(Changed.Select(c => $" AND {c.Expression} IS NOT DISTINCT FROM ?"))}";
    private static readonly string UpdateText = $"UPDATE metrics SET {Changing.Assignments} WHERE pk = ?";

    /// <summary>The query that <see cref="Read(Statement)"/> expects.</summary>
    public static readonly string Select = $"SELECT {All}, r.id FROM {All.Table} m JOIN runs r ON r.pk = m.run_pk";

    /// <summary>The series of runs, sorted by run and folded name, for a reader that knows the ids of the runs.</summary>
    public static readonly string SelectOfRuns =
        $"SELECT {All} FROM {All.Table} m WHERE m.run_pk IN (SELECT value FROM json_each(?)) ORDER BY m.run_pk, m.name_fold";

    public static SeriesRow Read(Statement row) => Read(row, row.GetString(All.Count));

    /// <summary>Reads a series of the run with this id.</summary>
    public static SeriesRow Read(Statement row, string runId) => new()
    {
        Pk = Pk.Read(row),
        RunPk = RunPk.Read(row),
        RunId = runId,
        Key = Key.Read(row),
        Label = Label.Read(row),
        Unit = Unit.Read(row),
        Goal = Goal.Read(row),
        TailCount = checked((int)TailCount.Read(row)),
        BaseAt = BaseAt.Read(row),
        Statistics = ReadStatistics(row),
    };

    /// <summary>Reads the internal keys of a series and its run, if the times of its points can be read.</summary>
    public static (long Pk, long RunPk) ReadKeys(Statement row)
    {
        BaseAt.Read(row);
        return (Pk.Read(row), RunPk.Read(row));
    }

    /// <summary>Reads what a series has in common with those of other runs.</summary>
    public static SeriesName ReadName(Statement row, SeriesName? expected)
    {
        (string key, string label, string? unit, MetricGoal? goal) = (Key.Read(row), Label.Read(row), Unit.Read(row), Goal.Read(row));
        return expected?.IsOf(key, label, unit, goal) == true ? expected : new SeriesName(key, label, unit, goal);
    }

    /// <summary>Reads the statistics as a record has them. Those of a series with one point follow from the point; the others are not read then.</summary>
    public static PackedStatistics ReadPacked(Statement row)
    {
        if (Count.Read(row) != 1) return new(ReadStatistics(row));
        var statistics = new SeriesStatistics();
        statistics.Add(FirstStep.Read(row), First.Read(row), LastAt.Read(row));
        return new(statistics);
    }

    private static SeriesStatistics ReadStatistics(Statement row) => new()
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
    };

    /// <summary>Inserts a series and sets its key.</summary>
    public static void Insert(StoreConnection connection, SeriesRow series) =>
        series.Pk = Insertion.Post(connection, series, FoldOf(series));

    /// <summary>Writes the columns that change with points.</summary>
    public static void Update(StoreConnection connection, SeriesRow series)
    {
        Statement update = connection.Prepare(UpdateText);
        foreach (Column<SeriesRow> column in Changed) column.Bind(update, series);
        update.Bind(series.Pk).Post();
    }

    /// <summary>Requires that a series is as it is remembered; see <see cref="Statement.Require"/>.</summary>
    public static void Require(StoreConnection connection, SeriesRow series)
    {
        Statement query = connection.Prepare(RequiredText).Bind(series.Pk).Bind(series.RunPk).Bind(series.Goal?.ToNumber());
        foreach (Column<SeriesRow> column in Changed) column.Bind(query, series);
        query.Require();
    }

    /// <summary>Requires that a run has no series with this name, in any case of its letters.</summary>
    public static void RequireNone(StoreConnection connection, SeriesRow series) =>
        connection.Prepare("SELECT 1 AS found WHERE NOT EXISTS (SELECT 1 FROM metrics WHERE run_pk = ? AND name_fold = ?)").Bind(series.RunPk).Bind(FoldOf(series)).Require();

    /// <summary>The name of a series in the form for comparisons.</summary>
    public static string FoldOf(SeriesRow series) => Names.Fold(Metric.NameOf(series.Key, series.Label));

    /// <summary>Sets the goal. Separate from the other columns: it has an index, which must not cost anything for a point that does not change it.</summary>
    public static void SetGoal(StoreConnection connection, SeriesRow series, MetricGoal goal)
    {
        series.Goal = goal;
        connection.Post("UPDATE metrics SET goal = @2 WHERE pk = @1", series.Pk, (long)goal);
    }
}
